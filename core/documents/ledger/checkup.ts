import { setImmediate as nextTurn } from 'node:timers/promises'

import { fromHex, toHex } from '../../shared/bytes.ts'
import type { Emitter } from '../../shared/events.ts'
import type { Applier } from './applying/applier.ts'
import type { Holdings } from './holdings.ts'
import type { LedgerEvents } from './ports.ts'
import { stateOf } from './rows/heads.ts'

/** Documents looked at between two turns of the event loop. */
const LOOKED_AT_ONCE = 32

/** What was found when every row of a network's documents was read. */
export interface Checkup {
  /** Documents and signed units that could be read. */
  readonly documents: number
  readonly units: number
  /** Documents of which the disk has lost something that only others still have; they show what is left, or are gone. */
  readonly damaged: number
  /** Documents of which something derived was damaged, and was made anew. */
  readonly rebuilt: number
  /** Whether the lists were made anew. */
  readonly indexRebuilt: boolean
}

interface Parts {
  readonly holdings: Holdings
  readonly applier: Applier
  readonly events: Emitter<LedgerEvents>
  readonly signal: AbortSignal
}

/**
 * Reads all that is held of every document, makes anew what is derived and damaged, and sets each document to what is left
 * of it: then others see that something is missing here and send it again.
 * @throws MeshError what the store throws; `shared/aborted` never: it stops where it is
 */
export async function checkUp(parts: Parts): Promise<Checkup> {
  const { holdings, applier, signal } = parts
  const keyed = new Set<string>()
  const counts = { documents: 0, units: 0, damaged: 0, rebuilt: 0 }
  let isListWhole = holdings.blocks.isReadable()
  for (const id of [...holdings.store.documents(holdings.network)]) {
    if (signal.aborted) break
    if (id === undefined) continue
    const document = toHex(id)
    keyed.add(document)
    if (holdings.index.get(document) === undefined) isListWhole = false
    const found = look(document, parts)
    counts.documents++
    counts.units += found.units
    if (found.isDamaged) counts.damaged++
    else if (found.isRebuilt) counts.rebuilt++
    if (found.isDamaged || found.isRebuilt) applier.add([document])
    if (counts.documents % LOOKED_AT_ONCE === 0) await nextTurn()
  }
  if (!signal.aborted) counts.damaged += dropKeyless(keyed, parts)
  if (!isListWhole && !signal.aborted) {
    await holdings.rebuildIndex()
    applier.start()
  }
  await applier.idle()
  return { ...counts, indexRebuilt: !isListWhole }
}

function look(
  document: string,
  { holdings }: Parts,
): { readonly units: number; readonly isDamaged: boolean; readonly isRebuilt: boolean } {
  const { rows, store } = holdings
  const units = [...rows.units(document)]
  const lost = [...rows.damagedUnits(document)].length
  const isRebuilt = rows.isDerivedDamaged(document)
  if (isRebuilt) {
    const batch = store.batch()
    rows.deleteDerived(batch, document)
    store.commit(batch)
    rows.uncache(document)
  }
  if (lost > 0) return { units: units.length, isDamaged: true, isRebuilt }
  const held = isRebuilt ? undefined : rows.state(document)
  const found = stateOf(holdings, document, units)
  // rows that are gone without a trace: what is left does not give the heads that were written down
  const isDamaged = units.length === 0 || (held !== undefined && held.heads.join() !== found?.state.heads.join())
  return { units: units.length, isDamaged, isRebuilt }
}

/** Without its key nothing of a document can be read. @returns how many there were */
function dropKeyless(keyed: ReadonlySet<string>, { holdings, events }: Parts): number {
  const gone = [...holdings.index.entries()].filter(({ id }) => !keyed.has(id) && !holdings.isReadable(id))
  if (gone.length === 0) return 0
  const tx = holdings.begin()
  for (const { id } of gone) tx.forget(id)
  tx.commit()
  for (const { id, kind } of gone) {
    events.emit('item:changed', { document: fromHex(id) })
    events.emit('record:gone', { kind, id })
  }
  return gone.length
}
