import { useState } from 'react'

import { useNetwork } from '../app/network-context.tsx'
import { Button } from '../components/Button.tsx'
import { Section } from '../components/Screen.tsx'
import { useCommand } from '../engine/use-command.ts'
import { useQuery, valueOf } from '../engine/use-query.ts'
import { ConfirmDialog } from '../forms/ConfirmDialog.tsx'
import { useFormats, useT } from '../i18n/i18n-context.tsx'
import { Quiet } from '../lists/Facts.tsx'
import { Row, Rows } from '../lists/Rows.tsx'

/** Codes of this network that still let people in, to be withdrawn; nothing where there are none. */
export function OpenCodes({ except }: { except: string | undefined }) {
  const t = useT()
  const formats = useFormats()
  const { network } = useNetwork()
  const invites = valueOf(useQuery('invite:list', { network: network.id }))?.invites ?? []
  const [asked, setAsked] = useState<string>()
  const revoke = useCommand('invite:revoke')
  const open = invites.filter(({ id, state }) => state === 'open' && id !== except)
  if (open.length === 0) return undefined

  const withdraw = async (invite: string): Promise<void> => {
    if ((await revoke.run({ network: network.id, invite })) !== undefined) setAsked(undefined)
  }
  return (
    <Section title={t('meeting.open')}>
      <Quiet>{t('meeting.open.text')}</Quiet>
      <Rows label={t('meeting.open')}>
        {open.map((invite) => (
          <Row
            key={invite.id}
            title={t('meeting.open.used', { used: invite.used, uses: invite.uses })}
            sub={
              <>
                <span>{t('meeting.open.until', { time: formats.moment(Date.parse(invite.expires)) })}</span>
                <span>{t('meeting.open.by', { name: invite.by })}</span>
              </>
            }
            side={<Button onPress={() => setAsked(invite.id)}>{t('meeting.withdraw')}</Button>}
          />
        ))}
      </Rows>
      {asked !== undefined && (
        <ConfirmDialog
          title={t('meeting.withdraw.title')}
          confirm={t('meeting.withdraw')}
          pending={revoke.pending}
          failure={revoke.failure}
          onConfirm={() => void withdraw(asked)}
          onClose={() => setAsked(undefined)}
        >
          <p>{t('meeting.withdraw.text')}</p>
        </ConfirmDialog>
      )}
    </Section>
  )
}
