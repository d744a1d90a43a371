import type { ShownKind } from '../../bridge/contract/parts.ts'
import { EDITS } from '../../domain/edits/edits.ts'
import { MeshError } from '../../shared/errors.ts'
import type { MusterEngine } from '../engine.ts'
import type { NetworkRuntime } from '../network/network-runtime.ts'

/** A record as the bridge names it. */
export interface RecordPlace {
  readonly network: string
  readonly kind: ShownKind
  readonly id: string
}

/** The document of a record: people know the network's own by the network's id, a member's by the person's. */
export function documentOf(runtime: NetworkRuntime, { kind, id }: { kind: ShownKind; id: string }): string {
  if (kind === 'network') return runtime.networkDocument
  return kind === 'member' ? runtime.memberDocument(id) : id
}

/** Does one of the domain's edits. @throws MeshError `domain/*`, `identity/unknown-network` */
export async function act(
  engine: MusterEngine,
  place: RecordPlace,
  edit: { readonly name: string; readonly input: unknown },
): Promise<{ id: string; entry?: string }> {
  const runtime = engine.unlocked.network(place.network)
  if (!Object.hasOwn(EDITS[place.kind], edit.name)) {
    throw new MeshError('domain/invalid-input', 'Nothing of that name can be done to this record', { details: { field: 'act', reason: 'not-in-list' } })
  }
  // what was left out must not count as given: the domain tells `undefined` from absent nowhere, zod's strict objects do
  const input = withoutUndefined(edit.input)
  const entry = await engine.unlocked.writer(runtime).edit(place.kind, documentOf(runtime, place), { name: edit.name as never, input })
  return { id: place.id, ...(entry !== undefined && { entry }) }
}

function withoutUndefined(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))
}
