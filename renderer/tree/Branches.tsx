import { Check } from 'lucide-react'
import { VisuallyHidden } from 'react-aria-components/VisuallyHidden'

import { useNetwork } from '../app/network-context.tsx'
import { Button } from '../components/Button.tsx'
import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { Section } from '../components/Screen.tsx'
import { StateBadge } from '../components/StateBadge.tsx'
import { TimeText } from '../components/TimeText.tsx'
import { useCommand } from '../engine/use-command.ts'
import { useT } from '../i18n/i18n-context.tsx'
import type { Tree, TreePerson } from './phone-tree.ts'
import styles from './tree.module.css'

/** Which branches were said to be done, by their last callers. */
export function Branches({
  tree,
  people,
  open,
}: {
  tree: Tree
  people: ReadonlyMap<string, TreePerson>
  open: boolean
}) {
  const t = useT()
  const { network } = useNetwork()
  const { run, pending, failure } = useCommand('tree:confirm')
  const nameOf = (id: string): string => people.get(id)?.name ?? t('person.unknown')
  if (tree.branches.length === 0) return undefined
  return (
    <Section title={t('tree.branches')}>
      <ErrorNotice error={failure} />
      <ul className={styles['open']}>
        {tree.branches.map(({ branch, last, confirmed }) => (
          <li key={branch} className={styles['openCall']}>
            <div className={styles['person']}>
              <strong>{t('tree.branch', { name: nameOf(branch) })}</strong>
              <span>{t('tree.branch.waits', { last: nameOf(last), root: nameOf(tree.root) })}</span>
            </div>
            {confirmed !== undefined ? (
              <span>
                <StateBadge tone="good" icon={Check}>
                  {t('tree.branch.done', { name: nameOf(confirmed.by) })}
                </StateBadge>{' '}
                <TimeText at={confirmed.at} />
              </span>
            ) : (
              open && (
                <Button
                  icon={Check}
                  isDisabled={pending}
                  onPress={() => void run({ network: network.id, alert: tree.alert!.id, branch })}
                >
                  {t('tree.branch.confirm')}
                  <VisuallyHidden elementType="span">: {t('tree.branch', { name: nameOf(branch) })}</VisuallyHidden>
                </Button>
              )
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}
