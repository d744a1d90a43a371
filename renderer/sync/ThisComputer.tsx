import { ListChecks, Wifi, WifiOff } from 'lucide-react'
import { useState } from 'react'

import { Button } from '../components/Button.tsx'
import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { Card, Section } from '../components/Screen.tsx'
import { StateBadge } from '../components/StateBadge.tsx'
import { useCommand } from '../engine/use-command.ts'
import { useT } from '../i18n/i18n-context.tsx'
import { Facts } from '../lists/Facts.tsx'
import { notedProblems } from './noted-problems.ts'
import styles from './sync.module.css'

/** How this computer can be reached, and what went wrong on it: kinds and counts, no names. */
export function ThisComputer({ addresses }: { addresses: readonly string[] }) {
  const t = useT()
  const log = useCommand('log:export')
  const [found, setFound] = useState<ReturnType<typeof notedProblems>>()
  const look = async (): Promise<void> => {
    const exported = await log.run({})
    if (exported !== undefined) setFound(notedProblems(exported.lines))
  }
  const isReachable = addresses.length > 0
  return (
    <Section title={t('sync.here')}>
      <Card>
        <div className={styles['reasons']}>
          <span className={styles['badges']}>
            <StateBadge tone={isReachable ? 'good' : 'wait'} icon={isReachable ? Wifi : WifiOff}>
              {isReachable ? t('sync.here.online') : t('sync.here.offline')}
            </StateBadge>
          </span>
          {isReachable && (
            <Facts
              facts={[
                [
                  t('sync.here.addresses'),
                  <bdi key="at" dir="ltr">
                    {addresses.join('  ')}
                  </bdi>,
                ],
              ]}
            />
          )}
          <div>
            <Button icon={ListChecks} onPress={() => void look()} isPending={log.pending}>
              {t('sync.problems')}
            </Button>
          </div>
          <ErrorNotice error={log.failure} />
          {found !== undefined && (
            <div role="status" className={styles['reasons']}>
              {found.length === 0 && <p>{t('sync.problems.none')}</p>}
              {found.map(({ problem, count }) => (
                <p key={problem}>{t(`sync.problem.${problem}`, { count })}</p>
              ))}
            </div>
          )}
        </div>
      </Card>
    </Section>
  )
}
