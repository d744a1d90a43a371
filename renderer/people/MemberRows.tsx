import { Wifi, WifiOff } from 'lucide-react'

import { PersonName } from '../components/PersonName.tsx'
import { StateBadge } from '../components/StateBadge.tsx'
import { TimeText } from '../components/TimeText.tsx'
import { T, useT } from '../i18n/i18n-context.tsx'
import { Answered } from '../lists/Answered.tsx'
import { Quiet } from '../lists/Facts.tsx'
import { Row, Rows } from '../lists/Rows.tsx'
import { useMembers } from './use-members.ts'

/** Who is in the network, and who of them is connected now. */
export function MemberRows() {
  const t = useT()
  const members = useMembers()
  return (
    <>
      <Quiet>{t('people.members.text')}</Quiet>
      <Answered answer={members.answer}>
        {({ members: list }) => (
          <Rows label={t('people.members')}>
            {list.map(({ id, role, connected, you, lastExchangeAt }) => (
              <Row
                key={id}
                title={<PersonName {...members.nameOf(id)} />}
                sub={
                  <>
                    <span>{t(`role.${role}`)}</span>
                    {!you && lastExchangeAt !== undefined && (
                      <span>
                        <T id="member.last" values={{ when: <TimeText at={lastExchangeAt} /> }} />
                      </span>
                    )}
                  </>
                }
                side={you ? undefined : <Connection connected={connected} />}
              />
            ))}
          </Rows>
        )}
      </Answered>
    </>
  )
}

/** Connected right now, or not. */
export function Connection({ connected }: { connected: boolean }) {
  const t = useT()
  return (
    <StateBadge tone={connected ? 'good' : 'calm'} icon={connected ? Wifi : WifiOff}>
      {connected ? t('people.connected') : t('people.away')}
    </StateBadge>
  )
}
