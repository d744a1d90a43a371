import { setImmediate as nextTurn } from 'node:timers/promises'

import type { Clock } from '../../../shared/clock.ts'
import type { Emitter } from '../../../shared/events.ts'
import type { DocumentsHost, DocumentSource, DocumentStep, MaterialiseResult } from '../../ports.ts'

import type { DocumentState } from '../rows/document-state.ts'
import type { Holdings } from '../holdings.ts'
import type { LedgerEvents } from '../ports.ts'
import { Line } from './line.ts'
import type { Repairs } from './repairs.ts'
import { Snapshots } from './snapshots.ts'

/** Of so few documents the open ones are brought forward instead of loaded. */
const ADVANCED_AT_ONCE = 8
/** Documents shown and stored in one turn of the event loop, or opened in one call to the documents process: about 10 ms. */
const APPLIED_AT_ONCE = 32
const APPLIED_OPERATIONS = 40_000
/** Failures of one document in a row before it is left as it is until the next start. */
const MAX_FAILURES = 5
/** After the documents process or the store failed as a whole; doubled each time. */
const RETRY_MS = 1000
const LONGEST_RETRY_MS = 60_000

export interface ApplierOptions {
  readonly holdings: Holdings
  readonly host: DocumentsHost
  readonly repairs: Repairs
  readonly events: Emitter<LedgerEvents>
  readonly clock: Clock
}

/**
 * Brings records up to date after their units were stored, a part at a time. Which documents wait for it is told by
 * their index entries, so a crash in between costs nothing.
 */
export class Applier {
  /** What needs no documents process. */
  readonly line: Line
  readonly #holdings: Holdings
  readonly #host: DocumentsHost
  readonly #repairs: Repairs
  readonly #events: Emitter<LedgerEvents>
  readonly #clock: Clock
  readonly #dirty = new Set<string>()
  readonly #waiting = new Set<() => void>()
  /** Documents that {@link settled} waits for, and how often. */
  readonly #wanted = new Map<string, number>()
  #calledLast = false
  readonly #failures = new Map<string, number>()
  readonly #snapshots: Snapshots
  #stopping = new AbortController()
  #running: Promise<void> | undefined
  /** 0 while all goes well. */
  #retryMs = 0
  #cancelRetry: () => void = () => undefined

  constructor(options: ApplierOptions) {
    this.#holdings = options.holdings
    this.#host = options.host
    this.#repairs = options.repairs
    this.#events = options.events
    this.#clock = options.clock
    this.line = new Line(options.holdings)
    this.#snapshots = new Snapshots({ holdings: options.holdings, host: options.host })
  }

  /** Takes up what a stop or a crash left undone. */
  start(): void {
    this.#stopping = new AbortController()
    const left: string[] = []
    for (const entry of this.#holdings.index.entries()) if (entry.dirty) left.push(entry.id)
    this.add(left)
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    this.#cancelRetry()
    await this.#running
    this.#dirty.clear()
    this.#retryMs = 0
    this.#wake()
  }

  /** Documents (ids, hex) whose units grew. */
  add(documents: Iterable<string>): void {
    for (const document of documents) {
      this.#dirty.delete(document)
      this.#dirty.add(document)
    }
    this.#kick()
  }

  /** Documents (ids, hex) that could not be opened: their units are judged anew. */
  doubt(documents: Iterable<string>): void {
    for (const document of documents) this.line.doubt(document)
    this.add(documents)
  }

  /** Documents that grew and are up to date: the longer ones get a snapshot when there is time. */
  grew(documents: readonly string[]): void {
    for (const document of documents) this.#snapshots.consider(document)
    this.#kick()
  }

  /** Resolves when none of these documents waits any more, on stop, and when applying fails as a whole. */
  async settled(documents: readonly string[]): Promise<void> {
    const signal = this.#stopping.signal
    for (const document of documents) this.#wanted.set(document, (this.#wanted.get(document) ?? 0) + 1)
    while (!signal.aborted && this.#retryMs === 0 && documents.some((document) => this.#dirty.has(document))) {
      await new Promise<void>((resolve) => this.#waiting.add(resolve))
    }
    for (const document of documents) {
      const others = this.#wanted.get(document)! - 1
      if (others === 0) this.#wanted.delete(document)
      else this.#wanted.set(document, others)
    }
  }

  /** Resolves when nothing waits, on stop, and when applying fails as a whole. */
  async idle(): Promise<void> {
    while (!this.#stopping.signal.aborted && this.#retryMs === 0 && this.#dirty.size > 0)
      await new Promise<void>((resolve) => this.#waiting.add(resolve))
    await this.#running
  }

  #kick(): void {
    if (this.#running !== undefined || this.#stopping.signal.aborted) return
    if (this.#dirty.size === 0 && !this.#snapshots.waiting && !this.#holdings.blocks.foldable()) return
    this.#running = this.#runOnce(this.#stopping.signal)
  }

  async #runOnce(signal: AbortSignal): Promise<void> {
    try {
      await this.#run(signal)
      this.#retryMs = 0
    } catch {
      if (!signal.aborted) this.#retryLater()
    }
    this.#running = undefined
    this.#wake()
    if (this.#retryMs === 0) this.#kick() // something may have come in the last turn
  }

  #retryLater(): void {
    this.#holdings.log.note('documents:apply-failed')
    this.#retryMs = Math.min(LONGEST_RETRY_MS, this.#retryMs === 0 ? RETRY_MS : this.#retryMs * 2)
    this.#cancelRetry()
    this.#cancelRetry = this.#clock.after(this.#retryMs, () => this.#kick())
  }

  async #run(signal: AbortSignal): Promise<void> {
    await nextTurn() // what is stored in this turn is applied together
    while (this.#dirty.size > 0 && !signal.aborted) {
      const documents = this.#nextPart()
      const states = this.#states(documents)
      const results = await this.#materialise(states, signal)
      if (signal.aborted) return
      for (const result of this.#store(results, states)) await this.#repair(result, signal)
      this.#wake()
      await nextTurn()
    }
    if (!signal.aborted) await this.#snapshots.make(signal)
    await this.#holdings.fold(signal)
  }

  /**
   * Calls for help by themselves, the newest first, and every other time the rest: what somebody waits to write to, then
   * what came last. A person's change is shown before a backlog that came earlier, and nobody's backlog stands still.
   */
  #nextPart(): readonly string[] {
    const newest = [...this.#dirty].toReversed()
    const calls = newest.filter((document) => this.#isUrgent(document))
    const urgent = new Set(calls)
    this.#calledLast = calls.length > 0 && (!this.#calledLast || calls.length === newest.length)
    if (this.#calledLast) return calls.slice(0, ADVANCED_AT_ONCE)
    const wanted = newest.filter((document) => this.#wanted.has(document))
    const rest = newest.filter((document) => !urgent.has(document))
    return [...new Set([...wanted, ...rest])].slice(0, APPLIED_AT_ONCE)
  }

  #isUrgent(document: string): boolean {
    const kind = this.#holdings.index.get(document)?.kind
    return kind !== undefined && this.#holdings.isUrgent(kind)
  }

  async #repair(result: MaterialiseResult, signal: AbortSignal): Promise<void> {
    const { document } = result
    const failures = (this.#failures.get(document) ?? 0) + 1
    this.#failures.set(document, failures)
    if (failures <= MAX_FAILURES) return await this.#repairs.repair(document, { result, signal })
    this.#holdings.log.note('documents:given-up')
    this.#dirty.delete(document)
  }

  #states(documents: readonly string[]): ReadonlyMap<string, DocumentState> {
    const states = new Map<string, DocumentState>()
    let operations = 0
    for (const document of documents) {
      const state = this.#holdings.readableState(document)
      operations += state?.maxOp ?? 0
      if (state === undefined) this.#dirty.delete(document) // erased meanwhile
      else if (states.size === 0 || operations <= APPLIED_OPERATIONS) states.set(document, state)
    }
    return states
  }

  /**
   * Most documents show without Automerge. Of the others a few are somebody's edits arriving: those that are open need
   * only what is new.
   */
  async #materialise(states: ReadonlyMap<string, DocumentState>, signal: AbortSignal): Promise<MaterialiseResult[]> {
    const { rows } = this.#holdings
    const results: MaterialiseResult[] = []
    const sources = new Map<string, () => DocumentSource>()
    const steps: DocumentStep[] = []
    for (const [id, state] of states) {
      const source = once(() => rows.source(id, state))
      const step = rows.step(id, state)
      const shown = this.line.follow(id, { state, step, source })
      if (shown !== undefined) results.push({ document: id, ok: true, ...shown })
      else {
        sources.set(id, source)
        if (step !== undefined) steps.push(step)
      }
    }
    if (steps.length > 0 && sources.size <= ADVANCED_AT_ONCE) {
      for (const result of await this.#host.advance(steps)) {
        if (result === undefined) continue
        results.push(result)
        sources.delete(result.document)
      }
    }
    if (sources.size === 0) return results
    const left = Array.from(sources.values(), (source) => source())
    return [...results, ...(await this.#host.materialise(left, { signal }))]
  }

  /** @returns the documents that could not be applied, or gave other heads than their units say */
  #store(
    results: readonly MaterialiseResult[],
    states: ReadonlyMap<string, DocumentState | undefined>,
  ): readonly MaterialiseResult[] {
    const tx = this.#holdings.begin()
    const failed: MaterialiseResult[] = []
    const applied: string[] = []
    for (const result of results) {
      const { document } = result
      const state = this.#holdings.state(document)
      if (state === undefined) this.#dirty.delete(document)
      else if (state !== states.get(document) && !sameHeads(state, states.get(document))) continue // grew meanwhile: once more
      else if (!result.ok || result.heads.join() !== state.heads.join()) failed.push(result)
      else {
        const summary = this.#holdings.summary(state.kind, result.record)
        const { revision } = this.#holdings.index.get(document)!
        tx.setRecord(document, result)
        tx.setEntry(document, () => this.#holdings.entry(document, { state, revision, dirty: false, summary }))
        applied.push(document)
      }
    }
    if (applied.length > 0) tx.commit({ derived: true }) // the dirty mark stays on the disk until this is there
    for (const document of applied) {
      this.#dirty.delete(document)
      this.line.clear(document)
      this.#failures.delete(document)
      this.#holdings.rows.noteApplied(document)
    }
    for (const document of applied) this.#tell(document)
    for (const document of applied) this.#snapshots.consider(document)
    return failed
  }

  #tell(document: string): void {
    const entry = this.#holdings.index.get(document)
    if (entry !== undefined)
      this.#events.emit('record:changed', { kind: entry.kind, id: document, revision: entry.revision })
  }

  #wake(): void {
    for (const resolve of this.#waiting) resolve()
    this.#waiting.clear()
  }
}

function once<T extends object>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}

function sameHeads(a: DocumentState, b: DocumentState | undefined): boolean {
  return b !== undefined && a.heads.join() === b.heads.join()
}
