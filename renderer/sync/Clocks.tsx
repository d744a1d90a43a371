import { useNetwork } from '../app/network-context.tsx'
import { Notice } from '../components/Notice.tsx'
import { Section } from '../components/Screen.tsx'
import { useNow } from '../components/use-now.ts'
import { useQuery, valueOf } from '../engine/use-query.ts'
import { useFormats, useT } from '../i18n/i18n-context.tsx'
import { Quiet } from '../lists/Facts.tsx'
import { useMembers } from '../people/use-members.ts'
import { clockDifferences } from './clock-differences.ts'

/** What is dated in the future stands first among the last changed. */
const LOOKED_AT = 10

/** Whose clock seems to differ, told by what they wrote. */
export function Clocks() {
  const t = useT()
  const formats = useFormats()
  const members = useMembers()
  const now = useNow()
  const { network } = useNetwork()
  const newest = { network: network.id, sort: 'changed', limit: LOOKED_AT } as const
  const answers = [
    useQuery('record:list', { ...newest, kind: 'incident' }),
    useQuery('record:list', { ...newest, kind: 'plan' }),
    useQuery('record:list', { ...newest, kind: 'contact' }),
  ]
  const found = clockDifferences(
    answers.flatMap((answer) => valueOf(answer)?.records ?? []),
    now,
  )
  return (
    <Section title={t('sync.clock')}>
      {found.length === 0 ? (
        <Quiet>{t('sync.clock.ok')}</Quiet>
      ) : (
        <Notice look="wait">
          {found.map(({ person, at }) => (
            <p key={person}>
              {t('sync.clock.differs', {
                name: members.nameOf(person).name ?? t('person.unknown'),
                when: formats.moment(at),
              })}
            </p>
          ))}
          <p>{t('sync.clock.text')}</p>
        </Notice>
      )}
    </Section>
  )
}
