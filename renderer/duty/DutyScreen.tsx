import { useNetwork } from '../app/network-context.tsx'
import { PersonName } from '../components/PersonName.tsx'
import { Screen, Section } from '../components/Screen.tsx'
import { TimeText } from '../components/TimeText.tsx'
import { useQuery, valueOf } from '../engine/use-query.ts'
import { T, useT } from '../i18n/i18n-context.tsx'
import { asNetworkRecord } from '../circles/network-record.ts'
import { Quiet } from '../lists/Facts.tsx'
import { Row, Rows } from '../lists/Rows.tsx'
import { useMembers } from '../people/use-members.ts'
import { DutyPart } from './DutyPart.tsx'

/** Entries of the log that are shown. */
const SHOWN = 20

/** Who is on call, and how it came to that. */
export function DutyScreen() {
  const t = useT()
  return (
    <Screen title={t('duty.title')} lead={t('duty.lead')} width="narrow">
      <Section title={t('duty.now')}>
        <DutyPart />
      </Section>
      <Section title={t('duty.log')}>
        <DutyLog />
      </Section>
    </Screen>
  )
}

/** Beginnings, hand-overs and ends, newest first, in the order in which they followed from each other. */
function DutyLog() {
  const t = useT()
  const { network } = useNetwork()
  const members = useMembers()
  const record = valueOf(useQuery('network:show', { network: network.id }))?.record
  const entries = (record === undefined ? [] : (asNetworkRecord(record).duty ?? [])).toReversed().slice(0, SHOWN)
  if (entries.length === 0) return <Quiet>{t('duty.log.none')}</Quiet>
  const name = (person: string | null) => <PersonName {...members.nameOf(person ?? '')} />
  return (
    <Rows label={t('duty.log')}>
      {entries.map(({ id, what, person, to, by, at, note, fromFuture }) => (
        <Row
          key={id}
          title={<T id={`duty.log.${what}`} values={{ name: name(person), to: name(to) }} />}
          sub={
            <>
              <TimeText at={at} as="moment" fromFuture={fromFuture} />
              {by !== person && (
                <span>
                  <T id="duty.log.by" values={{ name: name(by) }} />
                </span>
              )}
              {note !== null && <bdi>{note}</bdi>}
            </>
          }
        />
      ))}
    </Rows>
  )
}
