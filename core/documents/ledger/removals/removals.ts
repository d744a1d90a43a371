import { setImmediate as nextTurn } from 'node:timers/promises'

import { isStorageError } from '../../store/watched-store.ts'
import type { Applier } from '../applying/applier.ts'
import type { Repairs } from '../applying/repairs.ts'
import type { Holdings } from '../holdings.ts'
import type { Intake } from '../intake/intake.ts'
import type { Authority, UnitVerdict } from '../ports.ts'
import type { CutOffUnit } from './cut-off-units.ts'

/** Of a session (hex) by turns how many numbers from 1 on have come here, and how many have not; the last have. */
export type SessionRuns = readonly [session: string, first: number, ...more: number[]]

/** Who brings what is given back, where a device would stand: no device has this name. */
const ORIGIN = 'cut-off'
/** What need not be kept any longer. */
const SETTLED: readonly UnitVerdict[] = ['stored', 'known', 'erased']

export interface RemovalsOptions {
  readonly holdings: Holdings
  readonly repairs: Repairs
  readonly applier: Applier
  readonly intake: Intake
  readonly authority: Authority
}

/**
 * What a removal record needs and does: which units of a device are here, and the end of all others. The end is only as long as
 * the membership log says so: a removal may turn out to be void, or another one lets more count.
 */
export class Removals {
  readonly #holdings: Holdings
  readonly #repairs: Repairs
  readonly #applier: Applier
  readonly #intake: Intake
  readonly #authority: Authority
  /** Devices (hex) that are in the network no more. */
  #gone: ReadonlySet<string> = new Set()
  #isDue = false
  #hasFailed = false
  #isStopping = false
  #running: Promise<void> | undefined
  /** Document -> units that might count and found no place when they were last tried. Not tried again while these are the same. */
  readonly #tried = new Map<string, string>()

  constructor(options: RemovalsOptions) {
    this.#holdings = options.holdings
    this.#repairs = options.repairs
    this.#applier = options.applier
    this.#intake = options.intake
    this.#authority = options.authority
  }

  start(): void {
    this.#isStopping = false
  }

  /** What is left undone is done after the next start. */
  async stop(): Promise<void> {
    this.#isStopping = true
    await this.#running
  }

  /**
   * The sessions of a device (key, hex) and the numbers that came here and count. A number is missing for good where its unit
   * went with an erased record before it came: whoever goes shall not fill it, nor others lose what came after it.
   */
  lastSequences(device: string): readonly SessionRuns[] {
    const last: SessionRuns[] = []
    for (const session of this.#holdings.sessions.stored()) {
      if (session.device !== device) continue
      const numbers = new Set<number>()
      for (const { sequence } of this.#holdings.sessions.uses(session.id))
        if (!this.#isBeyond(session.id, sequence)) numbers.add(sequence)
      if (numbers.size > 0) last.push([session.id, ...runsOf(numbers)])
    }
    return last.toSorted(([a], [b]) => (a < b ? -1 : 1))
  }

  /**
   * Cuts off the units of these devices (keys, hex), which are in the network no more, that no removal lets count, with all that
   * builds on them; gives back what was cut off and counts again. Resolves when that is done, or put off since the store refused
   * it; never rejects.
   */
  async apply(gone: ReadonlySet<string>): Promise<void> {
    this.#gone = gone
    this.#isDue = true
    this.#running ??= this.#run()
    await this.#running
  }

  /** Goes on with what the store refused a while ago. */
  retry(): void {
    if (this.#hasFailed) void this.apply(this.#gone)
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    await this.#running
  }

  async #run(): Promise<void> {
    await nextTurn() // who told of the removal goes on first
    while (this.#isDue && !this.#isStopping) {
      this.#isDue = this.#hasFailed = false
      try {
        await this.#cutOff()
        await this.#giveBack()
      } catch {
        this.#putOff()
      }
    }
    this.#running = undefined
  }

  async #cutOff(): Promise<void> {
    const { rows } = this.#holdings
    const isBeyond = ({ session, sequence }: { session: string; sequence: number }): boolean =>
      this.#isBeyond(session, sequence)
    for (const document of this.#documentsBeyond()) {
      if (this.#isStopping) return
      await this.#unlessDamaged(async () => {
        // Else all of it would be taken out
        if (!(await this.#holdings.canJudge(document))) return this.#putOff()
        const units = [...rows.units(document)]
        if (!units.some(isBeyond)) return
        this.#repairs.cutOff(document, { units, isOut: isBeyond })
        this.#applier.add([document])
      })
    }
  }

  /** Documents (hex) that hold, or held, units which do not count. */
  #documentsBeyond(): ReadonlySet<string> {
    const { sessions, index, quarantine, cutOff } = this.#holdings
    const documents = new Set<string>()
    if (this.#gone.size === 0) return documents
    for (const session of sessions.stored()) {
      if (!this.#gone.has(session.device)) continue
      for (const { sequence, document, unit } of sessions.uses(session.id)) {
        if (index.get(document) === undefined || cutOff.has(unit) || quarantine.has(unit)) continue
        if (this.#isBeyond(session.id, sequence)) documents.add(document)
      }
    }
    return documents
  }

  /**
   * The units of a document go the way of all that comes from others, in their old order, once one of them counts. What builds on
   * others may find no place yet, and stays.
   */
  async #giveBack(): Promise<void> {
    const { cutOff } = this.#holdings
    for (const [document, units] of cutOff.byDocument()) {
      if (this.#isStopping) return
      const counting = units.filter((unit) => this.#counts(unit)).map(({ id }) => id)
      if (counting.length === 0 || this.#tried.get(document) === counting.join()) continue
      await this.#unlessDamaged(async () => {
        if (await this.#giveBackOf(units)) this.#tried.delete(document)
        else this.#tried.set(document, counting.join())
      })
    }
  }

  /** @returns whether any of them found its place */
  async #giveBackOf(units: readonly CutOffUnit[]): Promise<boolean> {
    const { cutOff, store } = this.#holdings
    const kept = units.flatMap(({ id }) => {
      const bytes = cutOff.bytes(id)
      return bytes === undefined ? [] : [{ id, bytes }]
    })
    const verdicts = await this.#intake.accept(
      kept.map(({ bytes }) => bytes),
      ORIGIN,
    )
    const settled = kept.filter((_, index) => SETTLED.includes(verdicts[index]!)).map(({ id }) => id)
    if (settled.length === 0) return false
    const batch = store.batch()
    const done = cutOff.delete(batch, settled)
    store.commit(batch)
    done()
    return true
  }

  /** What cannot be read of one document does not hold up the others. */
  async #unlessDamaged(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (isStorageError(error)) throw error
      this.#putOff()
    }
    await nextTurn()
  }

  #putOff(): void {
    this.#holdings.log.note('documents:removal-put-off')
    this.#hasFailed = true
  }

  #counts({ session, sequence }: CutOffUnit): boolean {
    const device = this.#holdings.sessions.get(session)?.device
    return device !== undefined && this.#authority.mayAuthor(device, session, sequence) === 'yes'
  }

  #isBeyond(session: string, sequence: number): boolean {
    const device = this.#holdings.sessions.get(session)?.device
    return device !== undefined && this.#authority.mayAuthor(device, session, sequence) === 'beyond-removal'
  }
}

/** By turns how many numbers from 1 on are among these, and how many are not. */
function runsOf(numbers: ReadonlySet<number>): [first: number, ...more: number[]] {
  const runs: [number, ...number[]] = [0]
  let before = 0
  for (const number of [...numbers].toSorted((a, b) => a - b)) {
    if (number > before + 1) runs.push(number - before - 1, 0)
    runs[runs.length - 1]!++
    before = number
  }
  return runs
}
