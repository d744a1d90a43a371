import type { OpenedChange } from '../../unit/change-header.ts'
import type { Line } from '../applying/line.ts'
import type { Holdings } from '../holdings.ts'
import type { LedgerTransaction } from '../ledger-transaction.ts'
import type { DocumentState } from '../rows/document-state.ts'

/** Operations of the documents that are shown with what is stored: some 10 ms. The others are left for later turns. */
const SHOWN_OPERATIONS = 40_000

/**
 * What shows without Automerge is stored with its units, and needs no second transaction.
 * @param about.before the states of what grew, as they are stored; undefined for what is new
 * @param about.came the changes that are about to be stored, in order
 * @param about.opened what was read of these
 * @returns the documents that `tx` brings up to date, and their kinds
 */
export function showAtOnce(
  tx: LedgerTransaction,
  {
    holdings,
    line,
    before,
    came,
    opened,
  }: {
    readonly holdings: Holdings
    readonly line: Line
    readonly before: ReadonlyMap<string, DocumentState | undefined>
    readonly came: ReadonlyMap<string, readonly Uint8Array[]>
    readonly opened: ReadonlyMap<Uint8Array, OpenedChange>
  },
): ReadonlyMap<string, DocumentState['kind']> {
  const shown = new Map<string, DocumentState['kind']>()
  let operations = 0
  for (const [document, held] of before) {
    const state = tx.state(document)!
    operations += state.maxOp
    if (operations > SHOWN_OPERATIONS) break
    const now = line.show(document, { state, held, changes: came.get(document)!, opened })
    if (now === undefined) continue
    const summary = holdings.summary(state.kind, now.record)
    tx.setRecord(document, now)
    tx.setEntry(document, (revision) => holdings.entry(document, { state, revision, dirty: false, summary }))
    shown.set(document, state.kind)
  }
  return shown
}
