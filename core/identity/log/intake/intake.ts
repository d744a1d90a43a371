import { compareBytes, toHex } from '../../../shared/bytes.ts'
import type { Clock } from '../../../shared/clock.ts'
import { concat, sha256 } from '../../hashes.ts'
import type { AddResult, MembershipLog } from '../membership-log.ts'
import type { LogRecord } from '../record/record.ts'
import type { MembershipState } from '../state.ts'
import { accountOf } from './account.ts'
import { Allowance } from './allowance.ts'
import { type Waiting, WaitingRecords } from './waiting-records.ts'

/** What came in, and what of it was put off. */
export interface IntakeResult extends AddResult {
  /** Devices (hex) that wrote what waits now. */
  readonly crowding: ReadonlySet<string>
}

/**
 * Takes records of others into the log no faster than their authors' allowance, so that nobody fills everybody's memory and
 * disk. Only delays: what waits is taken as time goes by, at once when somebody of another account has built on it, and
 * what was left out for want of room comes again with the next exchange. See ADR 0017.
 */
export class LogIntake {
  readonly #log: () => MembershipLog
  readonly #allowance: Allowance
  readonly #waiting = new WaitingRecords()

  constructor(options: { log: () => MembershipLog; clock: Clock }) {
    this.#log = options.log
    this.#allowance = new Allowance(() => options.clock.monotonic())
  }

  /** How many records wait for their turn. */
  get waiting(): number {
    return this.#waiting.size
  }

  /** Ids of all records at hand, taken or waiting, sorted: what others need not send again. */
  ids(): readonly Uint8Array[] {
    const log = this.#log()
    if (this.#waiting.size === 0) return log.ids()
    return [...log.ids(), ...this.#waiting.all().map(({ record }) => record.id)].toSorted(compareBytes)
  }

  /** SHA-256 over {@link ids}. */
  digest(): Uint8Array {
    return this.#waiting.size === 0 ? this.#log().digest() : sha256(concat(...this.ids()))
  }

  /** Records by id, ancestors first, those that wait last; unknown ids are skipped. */
  records(ids: readonly Uint8Array[]): readonly Uint8Array[] {
    const waiting = ids.flatMap((id) => this.#waiting.of(toHex(id))?.record ?? [])
    return [...this.#log().records(ids), ...waiting.toSorted((a, b) => a.depth - b.depth).map(({ bytes }) => bytes)]
  }

  /** This laptop has met nobody for so many milliseconds. */
  wasAway(ms: number): void {
    this.#allowance.wasAway(ms)
  }

  /** Adds what may be added now. */
  add(records: readonly Uint8Array[]): IntakeResult {
    const log = this.#log()
    const state = log.state()
    const crowding = new Set<string>()
    const beneath: Waiting[] = []
    const result = log.add(records, {
      isKnown: (hex) => this.#waiting.has(hex),
      mayAdd: (record) => {
        const needed = this.#admit(record, state)
        if (needed === undefined) crowding.add(record.authorHex)
        else beneath.push(...needed)
        return needed !== undefined
      },
    })
    const ahead = log.add(beneath.map(({ record }) => record.bytes))
    return { added: [...result.added, ...ahead.added], ignored: [...result.ignored, ...ahead.ignored], crowding }
  }

  /** Adds what has waited long enough. */
  addWaiting(): AddResult {
    const log = this.#log()
    const state = log.state()
    const due = this.#waiting.all().flatMap(({ record }) => {
      if (!this.#waiting.has(record.hex)) return [] // gone before, beneath another
      this.#waiting.drop(record.hex)
      const needed = this.#admit(record, state)
      return needed === undefined ? [] : [...needed.map((one) => one.record), record]
    })
    return due.length === 0 ? { added: [], ignored: [] } : log.add(due.map(({ bytes }) => bytes))
  }

  /** What is to be added with the record, ancestors first; undefined when it waits from now on. */
  #admit(record: LogRecord, state: MembershipState): readonly Waiting[] | undefined {
    const account = accountOf(state, record.authorHex)
    if (account === undefined) return [] // of nobody who was let in: the log itself keeps none of them
    const isOthers = (other: LogRecord): boolean => accountOf(state, other.authorHex)?.person !== account.person
    if (this.#allowance.mayOwe(account) && this.#log().isAwaited(record.hex, isOthers)) {
      this.#allowance.owe(account, record.bytes.byteLength)
      return this.#ahead(this.#waiting.beneath(record))
    }
    const isBehind = record.previous.some((hex) => this.#waiting.of(hex)?.account.person === account.person)
    const beneath = isBehind ? [] : this.#waiting.beneath(record)
    const goes =
      !isBehind &&
      beneath.every((one) => one.account.person !== account.person && this.#allowance.mayOwe(one.account)) &&
      this.#allowance.take(account, record.bytes.byteLength)
    if (!goes) {
      this.#waiting.put({ record, account })
      return undefined
    }
    return this.#ahead(beneath)
  }

  /** Takes out of their turn what others have built on. */
  #ahead(beneath: readonly Waiting[]): readonly Waiting[] {
    for (const one of beneath) {
      this.#waiting.drop(one.record.hex)
      this.#allowance.owe(one.account, one.record.bytes.byteLength)
    }
    return beneath
  }
}
