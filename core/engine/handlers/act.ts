import type { Act } from '../../bridge/acts.ts'
import type { ShownKind } from '../../bridge/contract/parts.ts'
import { EDITS } from '../../domain/edits/edits.ts'
import { MeshError } from '../../shared/errors.ts'
import type { EngineAccess } from '../access.ts'
import type { NetworkRuntime } from '../network/network-runtime.ts'

/** The document of a record: people know the network's own by the network's id, a member's by the person's. */
export function documentOf(runtime: NetworkRuntime, { kind, id }: { kind: ShownKind; id: string }): string {
  if (kind === 'network') return runtime.networkDocument
  return kind === 'member' ? runtime.memberDocument(id) : id
}

/** Does one of the domain's edits. @throws MeshError `domain/*`, `identity/unknown-network` */
export async function act(
  engine: EngineAccess,
  { network, kind, id, act: name, input }: Act,
): Promise<{ id: string; entry?: string }> {
  const runtime = engine.unlocked.network(network)
  if (!Object.hasOwn(EDITS[kind], name)) {
    const details = { field: 'act', reason: 'not-in-list' }
    throw new MeshError('domain/invalid-input', 'Nothing of that name can be done to this record', { details })
  }
  const entry = await engine.unlocked
    .writer(runtime)
    .edit(kind, documentOf(runtime, { kind, id }), { name: name as never, input })
  return { id, ...(entry !== undefined && { entry }) }
}
