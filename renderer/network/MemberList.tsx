import { Ellipsis, ShieldCheck, User } from 'lucide-react'
import { useState, type ReactNode } from 'react'

import { useNetwork } from '../app/network-context.tsx'
import { Button } from '../components/Button.tsx'
import { Menu } from '../components/Menu.tsx'
import { PersonName } from '../components/PersonName.tsx'
import { Section } from '../components/Screen.tsx'
import { StateBadge } from '../components/StateBadge.tsx'
import { useFormats, useT } from '../i18n/i18n-context.tsx'
import { Answered } from '../lists/Answered.tsx'
import { Quiet } from '../lists/Facts.tsx'
import { Row, Rows } from '../lists/Rows.tsx'
import { Connection } from '../people/MemberRows.tsx'
import { useMembers, type Member } from '../people/use-members.ts'
import { MemberDialog, type MemberChange } from './MemberDialog.tsx'

/** Everybody in the network; coordinators can change roles and remove. */
export function MemberList() {
  const t = useT()
  const { network } = useNetwork()
  const members = useMembers()
  const [asked, setAsked] = useState<{ readonly member: Member; readonly change: MemberChange }>()
  return (
    <Section title={t('members.title')}>
      {network.role === 'member' && <Quiet>{t('net.not-coordinator')}</Quiet>}
      <Answered answer={members.answer}>
        {({ members: list }) => (
          <Rows label={t('members.title')}>
            {list.map((member) => (
              <MemberRow
                key={member.id}
                member={member}
                name={<PersonName {...members.nameOf(member.id)} />}
                onChange={
                  network.role === 'member' || member.you ? undefined : (change) => setAsked({ member, change })
                }
              />
            ))}
          </Rows>
        )}
      </Answered>
      {asked !== undefined && <MemberDialog {...asked} onClose={() => setAsked(undefined)} />}
    </Section>
  )
}

interface MemberRowProps {
  member: Member
  name: ReactNode
  /** Absent where this person may not change anything. */
  onChange: ((change: MemberChange) => void) | undefined
}

function MemberRow({ member, name, onChange }: MemberRowProps) {
  const t = useT()
  const formats = useFormats()
  const isMember = member.role === 'member'
  const more = t('members.more', { name: member.name })
  const changes: readonly MemberChange[] = [isMember ? 'promote' : 'demote', 'remove']
  return (
    <Row
      title={name}
      sub={
        <>
          <span>{t('members.joined', { when: formats.day(member.joinedAt) })}</span>
          <span>{t('members.devices', { count: member.devices })}</span>
        </>
      }
      side={
        <>
          {!member.you && <Connection connected={member.connected} />}
          <StateBadge tone={isMember ? 'calm' : 'info'} icon={isMember ? User : ShieldCheck}>
            {t(`role.${member.role}`)}
          </StateBadge>
          {onChange !== undefined && (
            <Menu
              label={more}
              trigger={<Button look="quiet" iconOnly icon={Ellipsis} aria-label={more} />}
              entries={changes.map((change) => ({
                id: change,
                label: t(`members.${change}`),
                onAction: () => onChange(change),
              }))}
            />
          )}
        </>
      }
    />
  )
}
