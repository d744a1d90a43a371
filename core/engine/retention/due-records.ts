import { setImmediate as nextTurn } from 'node:timers/promises'

import type { Ledger } from '../../documents/ledger/ledger.ts'
import { retentionDue, type Keeping } from '../../domain/retention/due.ts'

/** Records read in one turn of the event loop: some milliseconds. */
const READ_AT_ONCE = 32
const KINDS = ['alert', 'incident'] as const

/** A record that is to be erased, and from when on; milliseconds by the network's clock. */
export interface DueRecord {
  readonly id: string
  readonly dueAt: number
}

/**
 * Records that are due by `until`, those that were due first at first; others run in between.
 * @param options.now by the network's clock
 * @throws MeshError `shared/aborted`
 */
export async function findDue(
  ledger: Pick<Ledger, 'documents' | 'get'>,
  options: { readonly settings: Keeping; readonly now: number; readonly until: number; readonly signal: AbortSignal },
): Promise<DueRecord[]> {
  const { settings, now, until, signal } = options
  const due: DueRecord[] = []
  for (const [count, document] of ledger.documents(KINDS).entries()) {
    if (count % READ_AT_ONCE === READ_AT_ONCE - 1) await nextTurn()
    signal.throwIfAborted()
    const id = Buffer.from(document).toString('hex')
    const found = ledger.get(id)
    // What changes may be over no more
    const dueAt = found?.applied === true ? retentionDue(found.kind, found.record as object, { settings, now }) : null
    if (dueAt !== null && dueAt <= until) due.push({ id, dueAt })
  }
  return due.toSorted((a, b) => a.dueAt - b.dueAt || (a.id < b.id ? -1 : 1))
}
