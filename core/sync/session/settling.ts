import { bytesEqual } from '../../shared/bytes.ts'
import type { Clock } from '../../shared/clock.ts'
import { HEAL_FIRST_MS, HEAL_LONGEST_MS, SETTLE_DELAY_MS } from '../protocol/limits.ts'
import type { Statement } from '../protocol/messages.ts'

/** What one side holds, in short. */
export type Holding = Pick<Statement, 'root' | 'count' | 'logDigest'>

/**
 * Says what is held whenever nothing is under way, compares it with what the other side says, and has the dialler
 * look closer, ever more rarely, while they differ.
 */
export class Settling {
  readonly #clock: Clock
  readonly #dialler: boolean
  readonly #quiet: () => boolean
  readonly #own: () => Holding
  readonly #state: () => void
  readonly #onEqual: (what: { documents: boolean; log: boolean }) => void
  readonly #heal: (what: { documents: boolean; log: boolean }) => void
  #stated: Holding | undefined
  #theirs: Holding | undefined
  #cancelStatement: (() => void) | undefined
  #cancelHeal: (() => void) | undefined
  #healAfterMs = HEAL_FIRST_MS
  #stopped = false
  /** Both sides last said the same, and nothing has come since. */
  equal = false

  constructor(options: {
    clock: Clock
    dialler: boolean
    /** Whether nothing is under way in either direction, as far as known here. */
    quiet: () => boolean
    own: () => Holding
    /** Sends the statement. */
    state: () => void
    onEqual: (what: { documents: boolean; log: boolean }) => void
    /** Starts another exchange of what differs. */
    heal: (what: { documents: boolean; log: boolean }) => void
  }) {
    this.#clock = options.clock
    this.#dialler = options.dialler
    this.#quiet = options.quiet
    this.#own = options.own
    this.#state = options.state
    this.#onEqual = options.onEqual
    this.#heal = options.heal
  }

  stop(): void {
    this.#stopped = true
    this.#cancelStatement?.()
    this.#cancelHeal?.()
  }

  /** The other side has said what it holds. */
  heard(statement: Statement): void {
    this.#theirs = statement
  }

  /** To be called whenever something has come to an end: states, compares, and plans the next look. */
  consider(): void {
    if (this.#stopped || !this.#quiet()) {
      this.equal = false
      return
    }
    const own = this.#own()
    if (this.#stated === undefined) this.#say(own)
    else if (!sameHolding(this.#stated, own)) this.#sayLater()
    this.#compare(own)
  }

  #say(own: Holding): void {
    this.#stated = own
    this.#state()
  }

  #sayLater(): void {
    this.#cancelStatement ??= this.#clock.after(SETTLE_DELAY_MS, () => {
      this.#cancelStatement = undefined
      if (this.#stopped || !this.#quiet()) return
      const own = this.#own()
      if (!sameHolding(this.#stated!, own)) this.#say(own)
    })
  }

  #compare(own: Holding): void {
    if (this.#theirs === undefined) return
    const documents = sameDocuments(own, this.#theirs)
    const log = bytesEqual(own.logDigest, this.#theirs.logDigest)
    this.equal = documents && log
    if (documents || log) this.#onEqual({ documents, log })
    if (this.equal) {
      this.#healAfterMs = HEAL_FIRST_MS
      this.#cancelHeal?.()
      this.#cancelHeal = undefined
    } else if (this.#dialler) this.#healLater()
  }

  #healLater(): void {
    this.#cancelHeal ??= this.#clock.after(this.#healAfterMs, () => {
      this.#cancelHeal = undefined
      if (this.#stopped || !this.#quiet() || this.#theirs === undefined) return
      const own = this.#own()
      const documents = sameDocuments(own, this.#theirs)
      const log = bytesEqual(own.logDigest, this.#theirs.logDigest)
      if (documents && log) return
      this.#healAfterMs = Math.min(HEAL_LONGEST_MS, 2 * this.#healAfterMs)
      this.#heal({ documents: !documents, log: !log })
    })
  }
}

function sameDocuments(a: Holding, b: Holding): boolean {
  return a.count === b.count && bytesEqual(a.root, b.root)
}

function sameHolding(a: Holding, b: Holding): boolean {
  return sameDocuments(a, b) && bytesEqual(a.logDigest, b.logDigest)
}
