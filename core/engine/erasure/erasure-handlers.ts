import type { CommandOutput, Handlers } from '../../bridge/contract.ts'
import { ShownKind } from '../../bridge/contract/parts.ts'
import { kindSpec } from '../../domain/kinds.ts'
import { isCoordinator } from '../../identity/log/state.ts'
import { MeshError } from '../../shared/errors.ts'
import type { EngineAccess } from '../access.ts'
import type { NetworkRuntime } from '../network/network-runtime.ts'
import { eraseRecords } from './erase-records.ts'
import { heldAmong } from './holds.ts'
import { listErasures, standingOf } from './list-erasures.ts'
import { referringTo } from './referring.ts'

type Named = CommandOutput<'erasure:preview'>['records'][number]

/** Erasing for good, and what became of it. */
export function erasureHandlers(
  engine: EngineAccess,
): Pick<Handlers, 'erasure:preview' | 'record:erase' | 'erasure:list'> {
  return {
    'erasure:preview': async ({ network, ids }) => {
      const runtime = engine.unlocked.network(network)
      const documents = ids.map((id) => documentOf(runtime, id))
      const records = documents.map((id) => named(runtime, id))
      const referring = (await referringTo(runtime, [...new Set([...ids, ...documents])])).map((id) =>
        named(runtime, id),
      )
      const all = [...documents, ...referring.map(({ id }) => id)]
      return {
        records,
        referring,
        forbidden: all.filter((id) => !mayErase(runtime, id)),
        held: [...heldAmong(runtime, all)],
        computers: standingOf(runtime).length,
      }
    },
    'record:erase': async ({ network, ids }) => {
      const runtime = engine.unlocked.network(network)
      const documents = [...new Set(ids.map((id) => documentOf(runtime, id)))]
      await eraseRecords(runtime, documents)
      const computers = standingOf(runtime)
      const erasure = runtime.membership.state.erasures.get(documents[0]!)
      const confirmed = computers.filter(
        ({ device }) => erasure !== undefined && runtime.erasure.book.confirms(device, erasure),
      )
      return {
        erased: documents.length,
        computers: computers.length,
        confirmed: confirmed.length,
        doneHere: runtime.erasure.isDone,
      }
    },
    'erasure:list': async ({ network, offset, limit }) =>
      listErasures(engine.unlocked.network(network), { offset, limit }),
  }
}

/** People know a member's record by the person's id, and the network's by the network's. */
function documentOf(runtime: NetworkRuntime, id: string): string {
  if (id === runtime.id) return runtime.networkDocument
  return runtime.membership.state.persons.has(id) ? runtime.memberDocument(id) : id
}

/** @throws MeshError `domain/not-found` */
function named(runtime: NetworkRuntime, id: string): Named {
  const found = runtime.ledger.get(id)
  const kind = ShownKind.safeParse(found?.kind)
  if (found === undefined || !kind.success) throw new MeshError('domain/not-found', 'No such record')
  const { title } = kindSpec(kind.data).summary(found.record as never)
  return { kind: kind.data, id, title }
}

function mayErase(runtime: NetworkRuntime, id: string): boolean {
  const { membership, ledger } = runtime
  if (isCoordinator(membership.state, membership.device.hex)) return true
  const making = ledger.makingOf(id)
  return making !== undefined && making.kind !== 'member' && ledger.personBehind(making.session) === membership.person
}
