import { ArrowDownToLine, CircleCheck, CircleDashed, Clock, Laptop } from 'lucide-react'
import { Link } from 'wouter'

import { SYNC_ICONS } from '../app/SyncLine.tsx'
import { syncSentence, type NetworkSync } from '../app/sync-sentence.ts'
import { PersonName } from '../components/PersonName.tsx'
import { Card, Section } from '../components/Screen.tsx'
import { StateBadge } from '../components/StateBadge.tsx'
import { TimeText } from '../components/TimeText.tsx'
import { useNow } from '../components/use-now.ts'
import table from '../components/table.module.css'
import { useFormats, useT } from '../i18n/i18n-context.tsx'
import { Quiet } from '../lists/Facts.tsx'
import { Connection } from '../people/MemberRows.tsx'
import { alikeNames } from '../people/names.ts'
import { Obstacles } from './Obstacles.tsx'
import styles from './sync.module.css'

type Person = NetworkSync['people'][number]

/** One network: the sentence, then everybody with what their computer confirmed. */
export function NetworkPeople({ network }: { network: NetworkSync }) {
  const t = useT()
  const formats = useFormats()
  const now = useNow()
  const sentence = syncSentence(network, { t, formats, now })
  const { onlyHere } = network.sentence
  const Icon = SYNC_ICONS[sentence.tone]
  return (
    <Section title={<bdi>{network.name}</bdi>}>
      <div className={styles['head']}>
        <p className={`${styles['headLine']} ${styles[sentence.tone]}`}>
          <Icon aria-hidden size={22} />
          {sentence.text}
        </p>
        <p className={styles['sub']}>
          {[t('sync.records', { count: network.records }), sentence.last, sentence.newer].filter(Boolean).join(' · ')}
        </p>
        {onlyHere > 0 && network.people.length > 0 && (
          <p className={styles['sub']}>{t('sync.only.count', { count: onlyHere })}</p>
        )}
      </div>
      <Obstacles people={network.people} />
      {network.people.length === 0 ? (
        <>
          <Quiet>
            {t('sync.alone')}. {t('sync.alone.text')}
          </Quiet>
          <Link href="/meeting" className={styles['link']}>
            {t('sync.alone.invite')}
          </Link>
        </>
      ) : (
        <Card padded={false}>
          <People people={network.people} />
        </Card>
      )}
    </Section>
  )
}

function People({ people }: { people: readonly Person[] }) {
  const t = useT()
  const formats = useFormats()
  const alike = alikeNames(people.map(({ person, name }) => ({ id: person, name })))
  const sorted = people.toSorted((a, b) => Number(b.connected) - Number(a.connected) || formats.compare(a.name, b.name))
  return (
    <table className={table['table']}>
      <thead>
        <tr>
          <th scope="col">{t('sync.person')}</th>
          <th scope="col">{t('sync.person.link')}</th>
          <th scope="col">{t('sync.person.has')}</th>
          <th scope="col">{t('sync.person.last')}</th>
        </tr>
      </thead>
      <tbody>
        {sorted.map((one) => (
          <tr key={one.person}>
            <th scope="row">
              <PersonName name={one.name} {...(alike.has(one.person) && { fingerprint: one.person.slice(0, 8) })} />
            </th>
            <td>
              <Connection connected={one.connected} />
            </td>
            <td>
              <span className={styles['badges']}>
                <Has person={one} />
                {one.hasNewer && (
                  <StateBadge tone="info" icon={ArrowDownToLine}>
                    {t('sync.person.newer')}
                  </StateBadge>
                )}
              </span>
            </td>
            <td>{one.lastExchangeAt === undefined ? t('sync.person.never') : <TimeText at={one.lastExchangeAt} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Has({ person }: { person: Person }) {
  const t = useT()
  if (person.hasEverything) {
    return (
      <StateBadge tone="good" icon={CircleCheck}>
        {t('receipt.everything')}
      </StateBadge>
    )
  }
  if (person.pending > 0) {
    return (
      <StateBadge tone="wait" icon={Clock}>
        {t('receipt.pending', { count: person.pending })}
      </StateBadge>
    )
  }
  return (
    <StateBadge tone="calm" icon={person.lastExchangeAt === undefined ? CircleDashed : Laptop}>
      {person.lastExchangeAt === undefined ? t('receipt.none') : t('sync.person.unknown')}
    </StateBadge>
  )
}
