import { paperOf } from '../../core/bridge/paper.ts'
import { useNetwork } from '../app/network-context.tsx'
import { useQuery } from '../engine/use-query.ts'
import { T, useT } from '../i18n/i18n-context.tsx'
import { Answered } from '../lists/Answered.tsx'
import { peopleOf, type Tree, type TreePerson } from '../tree/phone-tree.ts'
import styles from './print.module.css'
import { AlertLine, PrintedNumber } from './PrintTree.tsx'
import { PrintScreen, useNetworkName, usePaperDays, useSheetEdges } from './PrintScreen.tsx'
import wallet from './wallet.module.css'

/** Cards of 85 by 54 mm on A4. */
const ON_A_SHEET = 10

/** A small card for each who calls somebody: by whom they are called, whom they call, whom they tell. */
export function PrintWallet({ alert }: { alert?: string | undefined }) {
  const t = useT()
  const { network } = useNetwork()
  const answer = useQuery('tree:show', { network: network.id, ...(alert !== undefined && { alert }) })
  return (
    <PrintScreen what="wallet" alert={alert} ready={answer.state === 'ready'}>
      <Answered answer={answer} loading={t('tree.loading')}>
        {(tree) => <Cards tree={tree} />}
      </Answered>
    </PrintScreen>
  )
}

function Cards({ tree }: { tree: Tree }) {
  const t = useT()
  useSheetEdges('wallet', '')
  const { nodes, withoutNumber, leftOut } = paperOf(tree.nodes)
  const people = peopleOf({ nodes })
  const calling = nodes.filter(({ calls }) => calls.length > 0)
  const sheets = Array.from({ length: Math.ceil(calling.length / ON_A_SHEET) }, (_, at) =>
    calling.slice(at * ON_A_SHEET, (at + 1) * ON_A_SHEET),
  )
  return (
    <article data-print="wallet" className={wallet['sheets']}>
      <div className={styles['screenOnly']}>
        {calling.length === 0 && <p>{t('print.wallet.none')}</p>}
        {withoutNumber > 0 && <p>{t('print.without', { count: withoutNumber })}</p>}
        {leftOut > 0 && <p>{t('print.left-out', { count: leftOut })}</p>}
      </div>
      {sheets.map((cards) => (
        <ul key={cards[0]!.person} className={wallet['sheet']}>
          {cards.map((node) => (
            <li key={node.person} className={wallet['card']}>
              <Card node={node} tree={tree} people={people} />
            </li>
          ))}
        </ul>
      ))}
    </article>
  )
}

interface CardProps {
  node: TreePerson
  tree: Tree
  people: ReadonlyMap<string, TreePerson>
}

function Card({ node, tree, people }: CardProps) {
  const t = useT()
  const network = useNetworkName()
  const { destroyShort } = usePaperDays()
  const caller = people.get(node.caller ?? '')
  const root = people.get(tree.root)
  return (
    <>
      <p className={wallet['top']}>
        <b>
          <bdi>{node.name}</bdi>
        </b>
        <bdi>{network}</bdi>
      </p>
      {tree.alert !== undefined && <AlertLine tree={tree} />}
      {caller === undefined ? (
        <p>{t('print.wallet.begins')}</p>
      ) : (
        <p className={wallet['line']}>
          <span>
            <T id="print.wallet.by" values={{ name: <bdi>{caller.name}</bdi> }} />
          </span>
          <PrintedNumber node={caller} />
        </p>
      )}
      <p className={wallet['call']}>{t('print.wallet.call')}</p>
      <ol className={wallet['calls']}>
        {node.calls.flatMap((id) => {
          const called = people.get(id)
          return called === undefined
            ? []
            : [
                <li key={id} className={wallet['line']}>
                  <bdi>{called.name}</bdi>
                  <PrintedNumber node={called} />
                </li>,
              ]
        })}
      </ol>
      {node.confirms && root !== undefined && (
        <p className={wallet['line']}>
          <span>
            <T id="print.wallet.then" values={{ name: <bdi>{root.name}</bdi> }} />
          </span>
          <PrintedNumber node={root} />
        </p>
      )}
      <p className={wallet['foot']}>
        {tree.emergencyNumber !== null && <b>{t('print.wallet.emergency', { number: tree.emergencyNumber })}</b>}
        <span>{t('print.wallet.destroy', { day: destroyShort })}</span>
      </p>
    </>
  )
}
