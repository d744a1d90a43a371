import { KIND_BYTES } from '../../documents/unit/kind-bytes.ts'
import { draftErasure, type ErasableDocument } from '../../identity/author/erase.ts'
import { fromHex } from '../../shared/bytes.ts'
import { MeshError } from '../../shared/errors.ts'
import type { NetworkRuntime } from '../network/network-runtime.ts'
import { heldAmong } from './holds.ts'

/**
 * Erases records (document ids, hex) for good, everywhere: the one way to do so. When it resolves the tombstone is durable,
 * and they are gone here unless the disk refused (`ErasureDesk.isDone`); the others drop them as they hear of it. All or nothing.
 *
 * @throws MeshError `domain/not-found`, `domain/not-allowed-now` for the network's own record and those of present people,
 *   `domain/on-hold`, `identity/not-a-coordinator` for somebody else's record, `documents/*`; nothing is erased then
 */
export async function eraseRecords(runtime: NetworkRuntime, ids: readonly string[]): Promise<void> {
  const { membership, clock } = runtime
  const documents = [...new Set(ids)].map((id) => erasable(runtime, id))
  if (documents.length === 0) return
  if (
    heldAmong(
      runtime,
      documents.map(({ id }) => id),
    ).length > 0
  )
    throw new MeshError('domain/on-hold', 'The record is kept for good reason: the hold is lifted first')
  membership.accept(draftErasure(documents, { log: membership.log, device: membership.device, clock }))
}

/** @throws MeshError `domain/not-found`, `domain/not-allowed-now` */
function erasable(runtime: NetworkRuntime, id: string): ErasableDocument {
  const { ledger, membership } = runtime
  if (!ledger.has(id)) throw new MeshError('domain/not-found', 'No such record')
  const isPresent = (): boolean => membership.present().some(({ person }) => runtime.memberDocument(person) === id)
  if (id === runtime.networkDocument || isPresent())
    throw new MeshError('domain/not-allowed-now', 'The record of the network, or of somebody who is in it, stays', {
      details: { reason: 'stays' },
    })
  const making = ledger.makingOf(id)
  const session = making && ledger.sessionRecordOf(fromHex(making.session))
  const person = making && ledger.personBehind(making.session)
  if (making === undefined || session === undefined || person === undefined || making.kind === 'member')
    return { id, made: undefined }
  return { id, made: { session, person, sequence: making.sequence, kind: KIND_BYTES[making.kind] } }
}
