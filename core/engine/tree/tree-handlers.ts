import type { CommandOutput, Handlers } from '../../bridge/contract.ts'
import { labelHere } from '../../domain/edits/alert/send.ts'
import { shownTel } from '../../domain/input/phone.ts'
import type { AlertPerson, AlertView } from '../../domain/records/alert/view.ts'
import type { PhoneTree, TreeNode } from '../../domain/tree/build.ts'
import type { TreePerson } from '../../domain/tree/people.ts'
import { progressOf } from '../../domain/tree/progress.ts'
import { MeshError } from '../../shared/errors.ts'
import type { EngineAccess } from '../access.ts'
import { alertFacts } from '../alerts/facts.ts'
import { act } from '../handlers/act.ts'
import type { NetworkRuntime } from '../network/network-runtime.ts'
import { gateOfSent, isSent, networkTree, type SentAlert } from './network-tree.ts'

type Names = 'tree:show' | 'tree:confirm'
type Shown = CommandOutput<'tree:show'>
type Place = Pick<TreeNode, 'caller' | 'calls' | 'depth' | 'branch' | 'buddy' | 'talks' | 'confirms'>

/** The phone tree: as it stands, and as far as it was called. */
export function treeHandlers(engine: EngineAccess): Pick<Handlers, Names> {
  return {
    'tree:show': async ({ network, alert: id, root }) => {
      const runtime = engine.unlocked.network(network)
      const alert = id === undefined ? undefined : sentAlert(runtime, id)
      const tree = networkTree(runtime, { now: runtime.clock.now(), alert, root })
      const board = new Map((alert?.people ?? []).map((one) => [one.member, one]))
      const show = shower(runtime, { board, alert })
      return {
        root: tree.root,
        nodes: [...tree.nodes.map(show), ...tree.left.map((person) => show({ person, ...NOWHERE }))],
        left: tree.left.map((person) => person.id),
        branches: branchesOf(tree, alert),
        emergencyNumber: runtime.settings?.emergencyNumber ?? null,
        ...(alert !== undefined && { alert: standing(runtime, tree, alert) }),
      }
    },
    'tree:confirm': async ({ network, alert, branch }) =>
      act(engine, { network, kind: 'alert', id: alert, act: 'branchDone', input: { branch } }),
  }
}

const NOWHERE: Place = { caller: null, calls: [], depth: 0, branch: null, buddy: null, talks: true, confirms: false }

/** @throws MeshError `domain/not-found`, `domain/not-allowed-now` for a draft */
function sentAlert({ ledger }: NetworkRuntime, id: string): SentAlert {
  const found = ledger.get(id)
  if (found?.kind !== 'alert') throw new MeshError('domain/not-found', 'No such alert')
  const alert = { ...(found.record as unknown as AlertView), id }
  if (isSent(alert)) return alert
  throw new MeshError('domain/not-allowed-now', 'It was not sent', { details: { reason: 'not-sent' } })
}

type ShownPlace = Place & { readonly person: TreePerson }

function shower(
  { membership }: NetworkRuntime,
  { board, alert }: { board: ReadonlyMap<string, AlertPerson>; alert: SentAlert | undefined },
): (node: ShownPlace) => Shown['nodes'][number] {
  return ({ person, caller, calls, depth, branch, buddy, talks, confirms }) => {
    const { id, kind, name, tel, otherTels, missing, languages, printed, bestTimes } = person
    const found = board.get(id)
    const { state, answer, by, at } = found ?? { state: 'not-reached', answer: null, by: null, at: null }
    return {
      ...{ person: id, kind, name, you: id === membership.person, tel, otherTels: [...otherTels], missing, printed },
      ...{ caller, calls: [...calls], depth, branch, buddy, languages: [...languages], talks, confirms, bestTimes },
      shownTel: tel === null ? null : shownTel(tel),
      // Its sender knows of it
      ...(alert !== undefined && id !== alert.sentBy && { board: { state, answer, by, at } }),
    }
  }
}

/** The branches that have somebody to confirm them, and who said that they are done. */
function branchesOf({ nodes }: PhoneTree, alert: SentAlert | undefined): Shown['branches'] {
  return nodes.flatMap(({ confirms, branch, person }) => {
    if (!confirms || branch === null) return []
    const said = alert?.course.find((one) => one.what === 'branch-done' && one.member === branch)
    const confirmed = said === undefined ? {} : { confirmed: { by: said.by, at: said.at } }
    return [{ branch, last: person.id, ...confirmed }]
  })
}

function standing(runtime: NetworkRuntime, tree: PhoneTree, alert: SentAlert): Shown['alert'] {
  const { id, headline, state, drill, sentBy } = alert
  const { count, reached, open } = progressOf(tree, alert)
  return {
    ...{ id, headline: headline ?? '', state, drill, sentBy, count, reached, open: [...open] },
    gate: gateOfSent(runtime, alert),
    verified: labelHere(alert, alertFacts(runtime)) ?? 'unverified',
    yours: open.filter(({ by }) => by === runtime.membership.person),
  }
}
