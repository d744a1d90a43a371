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
  /** Documents of which nothing could be said, as the key of their epoch is missing here; they are left as they are. */
  readonly unjudged: number
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
 * @throws MeshError what the store and the documents process throw; `shared/aborted` never: it stops where it is
 */
export async function checkUp(parts: Parts): Promise<Checkup> {
  const { holdings, applier, signal } = parts
  const keyed = new Set<string>()
  const lost = new Set<string>()
  const counts = { documents: 0, units: 0, damaged: 0, rebuilt: 0, unjudged: 0 }
  let isListWhole = holdings.blocks.isReadable()
  for (const id of [...holdings.store.documents(holdings.network)]) {
    if (signal.aborted) break
    if (id === undefined) continue
    const document = toHex(id)
    keyed.add(document)
    if (holdings.index.get(document) === undefined) isListWhole = false
    const { units, outcome } = await look(document, parts)
    counts.documents++
    counts.units += units
    if (outcome === 'lost') lost.add(document)
    else if (outcome !== 'sound') counts[outcome]++
    if (outcome === 'damaged' || outcome === 'rebuilt') applier.add([document])
    if (counts.documents % LOOKED_AT_ONCE === 0) await nextTurn()
  }
  if (!signal.aborted) {
    const keyless = [...holdings.index.entries()].filter(({ id }) => !keyed.has(id) && !holdings.isReadable(id))
    counts.damaged += keyless.length + lost.size
    drop([...keyless.map(({ id }) => id), ...lost], parts)
  }
  if (!isListWhole && !signal.aborted) {
    await holdings.rebuildIndex()
    applier.start()
  }
  await applier.idle()
  return { ...counts, indexRebuilt: !isListWhole }
}

type Outcome = 'sound' | 'rebuilt' | 'damaged' | 'lost' | 'unjudged'

async function look(
  document: string,
  { holdings }: Parts,
): Promise<{ readonly units: number; readonly outcome: Outcome }> {
  const { rows, store } = holdings
  const canJudge = await holdings.canJudge(document) // the rest is one turn of the event loop
  const units = [...rows.units(document)]
  if (!canJudge) return { units: units.length, outcome: 'unjudged' }
  const unreadable = [...rows.damagedUnits(document)]
  const isRebuilt = rows.isDerivedDamaged(document, holdings.index.get(document)?.dirty === false)
  if (isRebuilt || unreadable.length > 0) {
    const batch = store.batch()
    if (isRebuilt) rows.deleteDerived(batch, document)
    for (const order of unreadable) rows.deleteUnit(batch, document, order)
    store.commit(batch)
    rows.uncache(document)
  }
  const held = isRebuilt ? undefined : rows.state(document)
  const found = stateOf(holdings, document, units)
  if (found === undefined) return { units: units.length, outcome: 'lost' }
  // rows that are gone without a trace: what is left does not give the heads that were written down
  const isShort = held !== undefined && held.heads.join() !== found.state.heads.join()
  const isDamaged = isShort || found.loose.length > 0 || unreadable.length > 0
  return { units: units.length, outcome: isDamaged ? 'damaged' : isRebuilt ? 'rebuilt' : 'sound' }
}

/** Nothing of these documents can be used any more: what others send is stored as if it had never been here. */
function drop(ids: readonly string[], { holdings, events }: Parts): void {
  const gone = ids.flatMap((id) => holdings.index.get(id) ?? [])
  if (gone.length === 0) return
  const tx = holdings.begin()
  for (const { id } of gone) tx.forget(id)
  tx.commit()
  for (const { id, kind } of gone) {
    events.emit('item:changed', { document: fromHex(id) })
    events.emit('record:gone', { kind, id })
  }
}
