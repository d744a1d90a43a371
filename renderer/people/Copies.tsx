import { CircleCheck, CircleDashed } from 'lucide-react'

import { useNetwork } from '../app/network-context.tsx'
import { PersonName } from '../components/PersonName.tsx'
import { Section } from '../components/Screen.tsx'
import { StateBadge } from '../components/StateBadge.tsx'
import { TimeText } from '../components/TimeText.tsx'
import { useQuery } from '../engine/use-query.ts'
import { useT } from '../i18n/i18n-context.tsx'
import { Answered } from '../lists/Answered.tsx'
import { Quiet } from '../lists/Facts.tsx'
import { Row, Rows } from '../lists/Rows.tsx'

/** Who has this record as it is now, by name and time. */
export function Copies({ id }: { id: string }) {
  const t = useT()
  const { network } = useNetwork()
  const answer = useQuery('record:receipts', { network: network.id, id })
  return (
    <Section title={t('card.copies')}>
      <Answered answer={answer}>
        {({ receipts }) =>
          receipts.length === 0 ? (
            <Quiet>{t('card.copies.none')}</Quiet>
          ) : (
            <>
              <Quiet>{t('card.copies.text')}</Quiet>
              <Rows label={t('card.copies')}>
                {receipts.map(({ person, name, has, at }) => (
                  <Row
                    key={person}
                    title={<PersonName name={name} />}
                    sub={at === undefined ? undefined : <TimeText at={at} />}
                    side={
                      <StateBadge tone={has ? 'good' : 'wait'} icon={has ? CircleCheck : CircleDashed}>
                        {has ? t('card.has') : t('card.has-not')}
                      </StateBadge>
                    }
                  />
                ))}
              </Rows>
            </>
          )
        }
      </Answered>
    </Section>
  )
}
