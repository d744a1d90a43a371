import { MailPlus, Presentation } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'

import type { CommandOutput } from '../../core/bridge/contract.ts'
import { useNetwork } from '../app/network-context.tsx'
import { Button } from '../components/Button.tsx'
import { Section } from '../components/Screen.tsx'
import { useCommand } from '../engine/use-command.ts'
import { useQuery } from '../engine/use-query.ts'
import { ConfirmDialog } from '../forms/ConfirmDialog.tsx'
import { useFormats, useT } from '../i18n/i18n-context.tsx'
import { Answered } from '../lists/Answered.tsx'
import { Quiet } from '../lists/Facts.tsx'
import { Row, Rows } from '../lists/Rows.tsx'
import { InviteBadge } from './InviteBadge.tsx'
import { NewInviteDialog } from './NewInviteDialog.tsx'
import styles from './network.module.css'

type Invite = CommandOutput<'invite:list'>['invites'][number]

/** Invites that work, with the way to withdraw them; those that work no more are counted. */
export function Invites() {
  const t = useT()
  const { network } = useNetwork()
  const answer = useQuery('invite:list', { network: network.id })
  const revoke = useCommand('invite:revoke')
  const [isNew, setNew] = useState(false)
  const [asked, setAsked] = useState<string>()
  const withdraw = async (invite: string): Promise<void> => {
    if ((await revoke.run({ network: network.id, invite })) !== undefined) setAsked(undefined)
  }
  const add = (
    <Button look="primary" icon={MailPlus} onPress={() => setNew(true)}>
      {t('invites.new')}
    </Button>
  )
  return (
    <Section title={t('invites.title')} actions={add}>
      <Quiet>{t('invites.lead')}</Quiet>
      <Link href="/meeting" className={styles['link']}>
        <Presentation aria-hidden size={20} />
        {t('net.meeting')}
      </Link>
      <Answered answer={answer}>
        {({ invites }) => {
          const open = invites.filter(({ state }) => state === 'open')
          const closed = invites.length - open.length
          return (
            <>
              {invites.length === 0 && <Quiet>{t('invites.none')}</Quiet>}
              {open.length > 0 && (
                <Rows label={t('invites.title')}>
                  {open.map((invite) => (
                    <InviteRow key={invite.id} invite={invite} onRevoke={() => setAsked(invite.id)} />
                  ))}
                </Rows>
              )}
              {closed > 0 && <Quiet>{t('invites.closed', { count: closed })}</Quiet>}
            </>
          )
        }}
      </Answered>
      {isNew && <NewInviteDialog onClose={() => setNew(false)} />}
      {asked !== undefined && (
        <ConfirmDialog
          title={t('invites.revoke.title')}
          confirm={t('invites.revoke')}
          pending={revoke.pending}
          failure={revoke.failure}
          onConfirm={() => void withdraw(asked)}
          onClose={() => setAsked(undefined)}
        >
          <p>{t('invites.revoke.text')}</p>
        </ConfirmDialog>
      )}
    </Section>
  )
}

function InviteRow({ invite, onRevoke }: { invite: Invite; onRevoke: () => void }) {
  const t = useT()
  const formats = useFormats()
  const until = formats.moment(Date.parse(invite.expires))
  return (
    <Row
      title={t('invites.count', { used: invite.used, uses: invite.uses })}
      sub={
        <>
          <span>{t('invites.until', { when: until })}</span>
          <span>{t('invites.by', { name: invite.by })}</span>
          {invite.approve && <span>{t('invites.asks')}</span>}
        </>
      }
      side={
        <>
          <InviteBadge state={invite.state} />
          <Button aria-label={t('invites.revoke.name', { when: until })} onPress={onRevoke}>
            {t('invites.revoke')}
          </Button>
        </>
      }
    />
  )
}
