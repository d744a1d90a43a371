import { fromHex } from '../../shared/bytes.ts'
import type { Emitter } from '../../shared/events.ts'
import type { DocumentsHost } from '../ports.ts'
import type { Applier } from './applying/applier.ts'
import type { Holdings } from './holdings.ts'
import type { LedgerEvents } from './ports.ts'

/** Documents dropped in one transaction. */
const DROPPED_AT_ONCE = 256

/** See `Ledger.drop`: keys, units, what is derived from them, index entries, kept proofs, and what memory holds of them. */
export function dropDocuments(
  ids: readonly string[],
  parts: { holdings: Holdings; applier: Applier; host: DocumentsHost; events: Emitter<LedgerEvents> },
): readonly string[] {
  const { holdings, applier, host, events } = parts
  dropProofs(ids, holdings)
  const held = ids.filter((id) => holdings.index.get(id) !== undefined || holdings.rows.holds(id))
  for (let start = 0; start < held.length; start += DROPPED_AT_ONCE) {
    const documents = held.slice(start, start + DROPPED_AT_ONCE)
    const kinds = new Map(documents.map((id) => [id, holdings.index.get(id)?.kind]))
    const tx = holdings.begin()
    for (const id of documents) tx.forget(id)
    tx.commit()
    for (const id of documents) applier.line.drop(id)
    void host.forget(documents).catch(() => undefined) // it ends with the process, which holds no file
    for (const [id, kind] of kinds) {
      events.emit('item:changed', { document: fromHex(id) })
      if (kind !== undefined) events.emit('record:gone', { kind, id })
    }
  }
  return held
}

/** Units in quarantine, and those that a removal cut off, outlive their document. */
function dropProofs(ids: readonly string[], { quarantine, cutOff, store }: Holdings): void {
  const batch = store.batch()
  const documents = new Set(ids)
  quarantine.forget(batch, documents)
  const done = cutOff.forget(batch, documents)
  if (batch.steps.length > 0) store.commit(batch)
  done()
}
