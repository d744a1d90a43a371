import { toHex } from '../../../shared/bytes.ts'
import { areConcurrent, type Entry, type RecordGraph } from '../record/graph.ts'
import { isOfType, compareRecords } from '../record/record.ts'
import { attacksAmong } from './attacks.ts'
import { strongest } from './standing.ts'
import { Reduction, type Voiders } from './reduction.ts'
import { takenOutBy, targetsOf } from './targets.ts'

/**
 * Decides which removals, leaves and revocations void what is concurrent with them, and gives the reduction that results.
 *
 * One pass judges every record as if nothing concurrent voided it. Then, revocations and leaves together and removals one author
 * at a time, those that count are settled and the pass is repeated under them: first those that no unsettled one attacks (it attacks what
 * its target did concurrently, and all that rests on that: attacks.ts), the strongest before others; in a circle the
 * strongest (standing.ts), which no other then voids. A settled one that counts no more, because a later one voids what it
 * rested on, is overruled for good. So each is decided at most twice, and every laptop with the same records decides
 * alike. Those that void nothing are settled without another pass, and only for as long as they count: whether they do may
 * change with every pass, and who heard of them last, with everything decided, has judged them by the last one alone.
 */
export class Reducer {
  readonly #graph: RecordGraph
  readonly #networkId: Uint8Array
  #removals = new Map<string, Entry[]>()
  #revocations = new Map<string, Entry[]>()
  #overruled = new Set<Entry>()
  #settled = new Set<Entry>()
  #shielded = new Set<Entry>()
  #current: Reduction | undefined

  constructor(options: { graph: RecordGraph; networkId: Uint8Array }) {
    this.#graph = options.graph
    this.#networkId = options.networkId
  }

  /** Takes note of a new entry. @param seesAll that it saw every other record, so nothing before it can change */
  added(entry: Entry, options: { seesAll: boolean }): void {
    if (this.#current === undefined) return
    if (!options.seesAll) {
      this.#current = undefined
      return
    }
    const verdict = this.#current.step(entry)
    if (verdict !== 'counts' || !isVoider(entry)) return
    this.#settle(entry)
    // A second person's removal may decide what was between others, though it saw how that had ended
    if (this.#isFurtherRemoval(entry)) this.#current = undefined
  }

  /** The reduction of all records, replayed when something arrived that had not seen all. */
  reduction(): Reduction {
    this.#current ??= this.#replay()
    return this.#current
  }

  #replay(): Reduction {
    this.#removals = new Map()
    this.#revocations = new Map()
    this.#overruled = new Set()
    this.#settled = new Set()
    this.#shielded = new Set()
    const order = this.#graph.entries.toSorted((a, b) => compareRecords(a.record, b.record))
    for (;;) {
      const pass = this.#pass(order)
      const failed = [...this.#settled].filter((entry) => !pass.counts(entry))
      this.#unsettle(failed)
      const overruled = failed.filter((entry) => this.#voidsSomething(entry) || isRemovalApart(entry, order))
      for (const entry of overruled) this.#overruled.add(entry)
      if (overruled.length > 0) continue
      const open = order.filter((entry) => isVoider(entry) && pass.counts(entry) && !this.#settled.has(entry))
      const harmful = open.filter((entry) => this.#voidsSomething(entry))
      const harms = new Set(harmful)
      const harmless = open.filter((entry) => !harms.has(entry))
      const next = [...harmless, ...this.#next(harmful, { pass, order })]
      for (const entry of next) this.#settle(entry)
      // Removals apart from each other may together leave no coordinator, which shows once they are settled
      const isFinal = harmful.length === 0 && !harmless.some((entry) => isRemovalApart(entry, order))
      if (isFinal) return pass
    }
  }

  #pass(order: readonly Entry[]): Reduction {
    const voiders: Voiders = {
      removals: this.#removals,
      revocations: this.#revocations,
      overruled: this.#overruled,
      settled: this.#settled,
      shielded: this.#shielded,
    }
    const pass = new Reduction({ graph: this.#graph, networkId: this.#networkId, voiders })
    for (const entry of order) pass.step(entry)
    return pass
  }

  /** Those that void something and are to be settled next; removals of one author at a time. */
  #next(harmful: readonly Entry[], { pass, order }: { pass: Reduction; order: readonly Entry[] }): readonly Entry[] {
    const attacks = attacksAmong(harmful, { order, pass })
    const unattacked = harmful.filter((entry) => !attacks.attacked.has(entry))
    // Any member may revoke and leave, but only a coordinator removes: all those at once, so that no crowd buys a pass for each
    const byAnybody = unattacked.filter((entry) => !isOfType(entry.record, 'remove'))
    if (byAnybody.length > 0) return byAnybody
    if (unattacked.length > 0) {
      const first = strongest(unattacked, { pass, attacks })
      return unattacked.filter((entry) => entry.record.authorHex === first?.record.authorHex)
    }
    const breaker = strongest(harmful, { pass, attacks })
    if (breaker === undefined) return []
    this.#shielded.add(breaker)
    return [breaker]
  }

  #voidsSomething(voider: Entry): boolean {
    const { content } = voider.record
    if (content.type === 'revoke')
      return this.#graph.admitsUnder(toHex(content.body.invite)).some((it) => areConcurrent(it, voider))
    return takenOutBy(voider.record).some((device) =>
      this.#graph.byAuthor(device).some((act) => {
        if (areConcurrent(act, voider)) return true
        return (
          isOfType(act.record, 'invite') &&
          this.#graph.admitsUnder(act.record.hex).some((it) => areConcurrent(it, voider))
        )
      }),
    )
  }

  /** Whether another record takes one of the same devices out. */
  #isFurtherRemoval(entry: Entry): boolean {
    if (!isOfType(entry.record, 'remove')) return false
    const devices = new Set(takenOutBy(entry.record))
    return this.#graph.entries.some(
      (other) =>
        other !== entry &&
        isOfType(other.record, 'remove') &&
        takenOutBy(other.record).some((device) => devices.has(device)),
    )
  }

  #settle(entry: Entry): void {
    this.#settled.add(entry)
    const { content } = entry.record
    if (content.type === 'revoke') append(this.#revocations, toHex(content.body.invite), entry)
    for (const device of takenOutBy(entry.record)) append(this.#removals, device, entry)
  }

  #unsettle(entries: readonly Entry[]): void {
    if (entries.length === 0) return
    const settled = [...this.#settled].filter((entry) => !entries.includes(entry))
    this.#removals = new Map()
    this.#revocations = new Map()
    this.#settled = new Set()
    for (const entry of settled) this.#settle(entry)
  }
}

function isRemovalApart(entry: Entry, order: readonly Entry[]): boolean {
  return (
    isOfType(entry.record, 'remove') &&
    order.some((other) => isOfType(other.record, 'remove') && areConcurrent(entry, other))
  )
}

function isVoider(entry: Entry): boolean {
  return targetsOf(entry.record).length > 0
}

function append(map: Map<string, Entry[]>, key: string, entry: Entry): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [entry])
  else list.push(entry)
}
