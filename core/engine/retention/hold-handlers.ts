import type { CommandOutput, Handlers } from '../../bridge/contract.ts'
import type { ShownKind } from '../../bridge/contract/parts.ts'
import { kindSpec } from '../../domain/kinds.ts'
import { type Hold, MAX_LIFTED } from '../../domain/retention/holds.ts'
import { MeshError } from '../../shared/errors.ts'
import type { EngineAccess } from '../access.ts'
import { requireCoordinator } from '../coordinators.ts'
import type { NetworkRuntime } from '../network/network-runtime.ts'
import { holdsOf } from './holds.ts'

type Names = 'hold:set' | 'hold:lift' | 'hold:list'
type Shown = CommandOutput<'hold:list'>['holds'][number]
const MOST_LISTED = 1_000

/** Records that are not to be erased. */
export function holdHandlers(engine: EngineAccess): Pick<Handlers, Names> {
  const say = async (network: string, name: 'hold' | 'liftHold', input: object): Promise<void> => {
    const runtime = engine.unlocked.network(network)
    requireCoordinator(runtime)
    await engine.unlocked.writer(runtime).edit('network', runtime.networkDocument, { name, input })
  }
  return {
    'hold:set': async ({ network, id, reason }) => {
      const runtime = engine.unlocked.network(network)
      const record = documentOf(runtime, id)
      if (!runtime.ledger.has(record)) throw new MeshError('domain/not-found', 'No such record')
      const standing = holdsOf(runtime).get(record) ?? []
      const isSaid = standing.some((one) => one.by === runtime.membership.person && one.reason === reason.trim())
      if (!isSaid) await say(network, 'hold', { record, reason })
      return { id }
    },
    'hold:lift': async ({ network, id }) => {
      const runtime = engine.unlocked.network(network)
      const record = documentOf(runtime, id)
      const holds = (holdsOf(runtime).get(record) ?? []).map((one) => one.id).slice(0, MAX_LIFTED)
      await say(network, 'liftHold', { record, holds })
      return { id }
    },
    'hold:list': async ({ network, id }) => {
      const runtime = engine.unlocked.network(network)
      const held = holdsOf(runtime)
      const wanted = id === undefined ? [...held.values()].flat() : (held.get(documentOf(runtime, id)) ?? [])
      const newest = wanted.toSorted((a, b) => b.at - a.at).slice(0, MOST_LISTED)
      return { holds: newest.map((hold) => shown(runtime, hold)) }
    },
  }
}

/** People know a member's record by the person's id. */
function documentOf(runtime: NetworkRuntime, id: string): string {
  return runtime.membership.state.persons.has(id) ? runtime.memberDocument(id) : id
}

function shown(runtime: NetworkRuntime, { id: entry, record, by, at, reason }: Hold): Shown {
  const { ledger, membership } = runtime
  const found = ledger.get(record)
  const title = found && kindSpec(found.kind).summary(found.record as never).title
  return {
    id: [...membership.state.persons.keys()].find((person) => runtime.memberDocument(person) === record) ?? record,
    ...(found !== undefined && { kind: found.kind as ShownKind }),
    ...(title !== undefined && { title }),
    entry,
    person: by,
    name: membership.nameOf(by),
    at,
    reason: reason ?? '',
  }
}
