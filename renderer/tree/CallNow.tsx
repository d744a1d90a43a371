import { useNetwork } from '../app/network-context.tsx'
import { ErrorNotice } from '../components/ErrorNotice.tsx'
import { Section } from '../components/Screen.tsx'
import { T, useT } from '../i18n/i18n-context.tsx'
import { callLists, type Tree, type TreePerson } from './phone-tree.ts'
import { Number } from './Number.tsx'
import styles from './tree.module.css'
import { TreeName } from './TreeList.tsx'
import { TickOff, useTickOff } from './TickOff.tsx'

/** "Reached 4 of 9. Call these five.": whom to call still, by who calls, each to be ticked off. */
export function CallNow({ tree, people }: { tree: Tree; people: ReadonlyMap<string, TreePerson> }) {
  const t = useT()
  const { network } = useNetwork()
  const alert = tree.alert!
  const ticking = useTickOff(alert.id)
  return (
    <Section title={t('tree.now')}>
      <p className={styles['progress']} role="status">
        {t('tree.progress', { reached: alert.reached, count: alert.count })}{' '}
        {t('tree.call', { count: alert.open.length })}
      </p>
      <ErrorNotice error={ticking.failure} />
      {callLists(alert, network.person).map(({ by, calls }) => (
        <section key={by} className={styles['list']}>
          <h3>{by === network.person ? t('tree.yours') : t('tree.by', { name: people.get(by)?.name ?? '' })}</h3>
          <ul className={styles['open']}>
            {calls.map(({ person, instead }) => {
              const node = people.get(person)
              return (
                node !== undefined && (
                  <li key={person} className={styles['openCall']}>
                    <div className={styles['person']}>
                      <span className={styles['name']}>
                        <TreeName node={node} />
                      </span>
                      <Number node={node} />
                      {node.missing !== null && (
                        <span className={styles['flag']}>{t(`tree.missing.${node.missing}`)}</span>
                      )}
                      {instead !== null && (
                        <span className={styles['fine']}>
                          <T id="tree.instead" values={{ name: <bdi>{people.get(instead)?.name}</bdi> }} />
                        </span>
                      )}
                    </div>
                    {!node.you && <TickOff node={node} ticking={ticking} />}
                  </li>
                )
              )
            })}
          </ul>
        </section>
      ))}
    </Section>
  )
}
