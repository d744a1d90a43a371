import { useNetwork } from '../app/network-context.tsx'
import { useCommand } from '../engine/use-command.ts'
import { ConfirmDialog } from '../forms/ConfirmDialog.tsx'
import { useT } from '../i18n/i18n-context.tsx'
import type { Member } from '../people/use-members.ts'
import styles from './network.module.css'

export type MemberChange = 'promote' | 'demote' | 'remove'

/** Says what a change means before it is made: removing takes nothing back that somebody already has. */
export function MemberDialog({
  member,
  change,
  onClose,
}: {
  member: Member
  change: MemberChange
  onClose: () => void
}) {
  const t = useT()
  const { network } = useNetwork()
  const commands = {
    promote: useCommand('member:promote'),
    demote: useCommand('member:demote'),
    remove: useCommand('member:remove'),
  }
  const command = commands[change]
  const { name } = member
  const confirm = async (): Promise<void> => {
    if ((await command.run({ network: network.id, person: member.id })) !== undefined) onClose()
  }
  return (
    <ConfirmDialog
      title={t(`members.${change}.title`, { name })}
      confirm={t(`members.${change}`)}
      reversible={change !== 'remove'}
      pending={command.pending}
      failure={command.failure}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      {change === 'remove' ? (
        <ul className={styles['points']}>
          <li>{t('members.remove.what', { name })}</li>
          <li>{t('members.remove.not', { name })}</li>
          <li>{t('members.remove.when', { name })}</li>
        </ul>
      ) : (
        <p>{t(`members.${change}.text`, { name })}</p>
      )}
    </ConfirmDialog>
  )
}
