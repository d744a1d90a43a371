import type { Clock } from '../../shared/clock.ts'
import type { Log } from '../../shared/log.ts'
import type { Crew } from '../attention/carrier.ts'
import type { DueRecord } from './due-records.ts'

/** After the start: others say first what has changed meanwhile. */
const FIRST_LOOK_MS = 60_000
const LOOK_EVERY_MS = 10 * 60_000
/** While there is more to be erased. */
const NEXT_LOOK_MS = 30_000
/** How long each coordinator's laptop lets the one before it go first. */
export const RETENTION_TURN_MS = 10_000
/** Erased by one act of the membership log. */
const ERASED_AT_ONCE = 200
/**
 * For so long a laptop has known, by its own clock and by the network's, that a record is to be erased before it does: people can still
 * change it, or hold it.
 */
export const NOTICE_MS = 3 * 86_400_000

export interface RetentionParts {
  /** The network's time. */
  readonly clock: Clock
  readonly crew: Crew
  /** Person ids of those who are connected. */
  readonly connected: () => ReadonlySet<string>
  /** Whether others agree with this laptop about what time it is; true where there is nobody else. */
  readonly isTimeSure: () => boolean
  /** What is due by `until`, without what is held. */
  readonly due: (asked: { now: number; until: number; signal: AbortSignal }) => Promise<readonly DueRecord[]>
  /** For how long it has been known of each, in milliseconds; see `Notices`. */
  readonly note: (ids: readonly string[], now: number) => ReadonlyMap<string, number>
  readonly erase: (ids: readonly string[]) => Promise<void>
  readonly log: Log
}

/**
 * Erases what the network keeps no longer, on the laptops of coordinators. They go in turn, by seniority of those who can be reached from
 * here now; two that cannot reach each other both do it, and it is erased once. Nothing is erased by a laptop whose time the others
 * do not share, or of which this laptop has not known for {@link NOTICE_MS} that it is to be.
 */
export class RetentionCarrier {
  readonly #parts: RetentionParts
  #stopping = new AbortController()
  #cancel: () => void = () => undefined
  #running: Promise<void> | undefined

  constructor(parts: RetentionParts) {
    this.#parts = parts
    this.#in(FIRST_LOOK_MS)
  }

  /** Never rejects. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    this.#cancel()
    await this.#running
  }

  #in(delayMs: number): void {
    if (this.#stopping.signal.aborted) return
    this.#cancel = this.#parts.clock.after(delayMs, () => {
      this.#running = this.#run()
    })
  }

  async #run(): Promise<void> {
    this.#in(await this.#look())
  }

  /** @returns when to look again, in milliseconds */
  async #look(): Promise<number> {
    try {
      const turn = this.#turn()
      if (turn === undefined || !this.#parts.isTimeSure()) return LOOK_EVERY_MS
      const ripe = await this.#ripe()
      if (ripe.length === 0) return LOOK_EVERY_MS
      if (turn > 0) {
        await this.#wait(turn * RETENTION_TURN_MS)
        if (this.#turn() === undefined || !this.#parts.isTimeSure()) return LOOK_EVERY_MS
      }
      // Others may have erased it, changed it or held it meanwhile
      const still = turn === 0 ? ripe : await this.#ripe()
      if (still.length > 0) await this.#parts.erase(still.slice(0, ERASED_AT_ONCE))
      return still.length > ERASED_AT_ONCE ? NEXT_LOOK_MS : LOOK_EVERY_MS
    } catch {
      // A full disk is told elsewhere, and the next look tries again
      if (!this.#stopping.signal.aborted) this.#parts.log.note('retention:failed')
      return LOOK_EVERY_MS
    }
  }

  /** What is due, and was known to be for long enough. */
  async #ripe(): Promise<string[]> {
    const { clock, due, note } = this.#parts
    const now = clock.now()
    const found = await due({ now, until: now + NOTICE_MS, signal: this.#stopping.signal })
    const known = note(
      found.map(({ id }) => id),
      now,
    )
    return found.filter(({ id, dueAt }) => dueAt <= now && (known.get(id) ?? 0) >= NOTICE_MS).map(({ id }) => id)
  }

  /** How many people's laptops, of coordinators that can be reached, go first; undefined where this one does not erase. */
  #turn(): number | undefined {
    const { crew, connected } = this.#parts
    const here = connected()
    const turn = crew
      .present()
      .filter(({ person, role }) => role !== 'member' && (person === crew.person || here.has(person)))
      .findIndex(({ person }) => person === crew.person)
    return crew.belongs && turn >= 0 ? turn : undefined
  }

  async #wait(delayMs: number): Promise<void> {
    const { signal } = this.#stopping
    await new Promise<void>((resolve) => {
      const cancel = this.#parts.clock.after(delayMs, resolve)
      signal.addEventListener('abort', () => {
        cancel()
        resolve()
      })
    })
    signal.throwIfAborted()
  }
}
