import { paperOf } from '../../core/bridge/paper.ts'
import { useNetwork } from '../app/network-context.tsx'
import { useQuery } from '../engine/use-query.ts'
import { T, useFormats, useT } from '../i18n/i18n-context.tsx'
import { Answered } from '../lists/Answered.tsx'
import { peopleOf, type Tree, type TreePerson } from '../tree/phone-tree.ts'
import styles from './print.module.css'
import { PrintScreen, useNetworkName, usePaperDays, useSheetEdges } from './PrintScreen.tsx'

/** The whole tree on paper, with a box to tick for each call. */
export function PrintTree({ alert }: { alert?: string | undefined }) {
  const t = useT()
  const { network } = useNetwork()
  const answer = useQuery('tree:show', { network: network.id, ...(alert !== undefined && { alert }) })
  return (
    <PrintScreen what="tree" alert={alert} ready={answer.state === 'ready'}>
      <Answered answer={answer} loading={t('tree.loading')}>
        {(tree) => <Sheet tree={tree} />}
      </Answered>
    </PrintScreen>
  )
}

function Sheet({ tree }: { tree: Tree }) {
  const t = useT()
  const name = useNetworkName()
  const { made, destroy } = usePaperDays()
  const { nodes, withoutNumber, leftOut } = paperOf(tree.nodes)
  const people = peopleOf({ nodes })
  const root = people.get(tree.root)
  const keep = t('print.keep', { day: destroy })
  useSheetEdges('tree', `${t('print.tree', { network: name })} · ${keep}`)
  const missing = nodes.filter((node) => node.missing !== null && node.person !== tree.root).length
  return (
    <article className={styles['sheet']} data-print="tree">
      <header className={styles['sheetHead']}>
        <h2>
          <T id="print.tree" values={{ network: <bdi>{name}</bdi> }} />
        </h2>
        <p>{made}</p>
        <p className={styles['keep']}>{keep}</p>
        <AlertLine tree={tree} />
        <p>{t('print.how')}</p>
        {tree.branches.length > 0 && root !== undefined && (
          <p>
            <T
              id="print.how.confirm"
              values={{
                name: (
                  <b>
                    <bdi>{root.name}</bdi> {root.shownTel !== null && <bdi dir="ltr">{root.shownTel}</bdi>}
                  </b>
                ),
              }}
            />
          </p>
        )}
        {tree.emergencyNumber !== null && <p>{t('print.how.emergency', { number: tree.emergencyNumber })}</p>}
      </header>
      {root !== undefined && (
        <ul className={styles['tree']}>
          <Branch node={root} people={people} root={tree.root} />
        </ul>
      )}
      {tree.left.length > 0 && (
        <section>
          <h3>{t('tree.left')}</h3>
          <ul className={styles['tree']}>
            {tree.left.flatMap((id) => {
              const node = people.get(id)
              return node === undefined ? [] : [<Branch key={id} node={node} people={people} root={tree.root} />]
            })}
          </ul>
        </section>
      )}
      <footer className={styles['counts']}>
        {missing > 0 && <p>{t('tree.missing.count', { count: missing })}</p>}
        {withoutNumber > 0 && <p>{t('print.without', { count: withoutNumber })}</p>}
        {leftOut > 0 && <p>{t('print.left-out', { count: leftOut })}</p>}
      </footer>
    </article>
  )
}

/** For a call for help: what it says, never without its label, and that a drill is one. */
export function AlertLine({ tree: { alert } }: { tree: Tree }) {
  const t = useT()
  if (alert === undefined) return undefined
  return (
    <p className={styles['alert']}>
      {alert.drill && <b>{t('alert.drill.text')} </b>}
      <b>
        <bdi>{alert.headline}</bdi>
      </b>{' '}
      ({t(`verification.${alert.verified}`)}){alert.gate === 'failed' && ` ${t('alert.gate.failed')}`}
    </p>
  )
}

interface BranchProps {
  node: TreePerson
  people: ReadonlyMap<string, TreePerson>
  root: string
}

function Branch({ node, people, root }: BranchProps) {
  const t = useT()
  const formats = useFormats()
  const called = node.calls.flatMap((id) => people.get(id) ?? [])
  return (
    <li>
      <div className={styles['row']}>
        {node.person === root ? (
          <span className={styles['begins']}>{t('tree.begins')}</span>
        ) : (
          <span aria-hidden className={styles['box']} />
        )}
        <span className={styles['name']}>
          <bdi>{node.name}</bdi>
          {node.confirms && <span className={styles['last']}> ({t('print.last')})</span>}
        </span>
        <PrintedNumber node={node} />
        <span className={styles['languages']}>
          {node.languages.map((code) => formats.language(code)).join(t('list.comma'))}
        </span>
      </div>
      {called.length > 0 && (
        <ul>
          {called.map((one) => (
            <Branch key={one.person} node={one} people={people} root={root} />
          ))}
        </ul>
      )}
    </li>
  )
}

/** The number, or why none stands here. */
export function PrintedNumber({ node }: { node: TreePerson }) {
  const t = useT()
  if (node.missing !== null) return <span className={styles['reason']}>{t(`tree.missing.${node.missing}`)}</span>
  if (node.shownTel === null) return <span className={styles['reason']}>{t('print.no-number')}</span>
  return (
    <bdi dir="ltr" className={styles['number']}>
      {node.shownTel}
    </bdi>
  )
}
