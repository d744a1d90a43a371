import { PersonName } from '../../../components/PersonName.tsx'
import { T } from '../../../i18n/i18n-context.tsx'
import type { Alert } from '../../alert-record.ts'
import { CallButton } from '../../board/people/CallButton.tsx'
import { usePeople } from '../../board/people/use-people.ts'
import styles from '../incoming.module.css'

/** Who needs help, what they said, and their number: before anything else is read. */
export function HelpNeeded({ alert, person }: { alert: Alert; person: string | undefined }) {
  const { nameOf } = usePeople()
  if (person === undefined) return undefined
  const note = alert.moves.findLast((one) => one.member === person && one.to === 'needs-help')?.note ?? null
  return (
    <div className={styles['help']}>
      <p className={styles['headline']}>
        <T id="incoming.needs-help.who" values={{ name: <PersonName {...nameOf(person)} /> }} />
      </p>
      {note !== null && (
        <p>
          <bdi>{note}</bdi>
        </p>
      )}
      <CallButton person={person} />
    </div>
  )
}
