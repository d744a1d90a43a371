import type { LogRecord } from '../record/record.ts'
import type { Account } from './account.ts'

const MOST_OF_ONE = 2_000
const BYTES_OF_ONE = 4 << 20
const MOST_BYTES = 16 << 20

/** A record that waits, and whose allowance it waits for. */
export interface Waiting {
  readonly record: LogRecord
  readonly account: Account
}

/** Signed records that came faster than their account's allowance, first come first; what finds no room comes again with the next exchange. */
export class WaitingRecords {
  readonly #records = new Map<string, Waiting>()
  readonly #accounts = new Map<string, { count: number; bytes: number }>()
  #bytes = 0

  get size(): number {
    return this.#records.size
  }

  has(hex: string): boolean {
    return this.#records.has(hex)
  }

  of(hex: string): Waiting | undefined {
    return this.#records.get(hex)
  }

  /** In order of arrival. */
  all(): readonly Waiting[] {
    return [...this.#records.values()]
  }

  put(waiting: Waiting): void {
    const { record, account } = waiting
    const size = record.bytes.byteLength
    const of = this.#accounts.get(account.person) ?? { count: 0, bytes: 0 }
    if (of.count >= MOST_OF_ONE || of.bytes + size > BYTES_OF_ONE || this.#bytes + size > MOST_BYTES) return
    this.#accounts.set(account.person, { count: of.count + 1, bytes: of.bytes + size })
    this.#records.set(record.hex, waiting)
    this.#bytes += size
  }

  /** What a record builds on, as far as it waits here, ancestors first. */
  beneath(record: LogRecord): Waiting[] {
    const found = new Map<string, Waiting>()
    const open = [...record.previous]
    for (let hex = open.pop(); hex !== undefined; hex = open.pop()) {
      const waiting = this.#records.get(hex)
      if (waiting === undefined || found.has(hex)) continue
      found.set(hex, waiting)
      open.push(...waiting.record.previous)
    }
    return [...found.values()].toSorted((a, b) => a.record.depth - b.record.depth)
  }

  drop(hex: string): void {
    const found = this.#records.get(hex)
    if (found === undefined) return
    this.#records.delete(hex)
    const size = found.record.bytes.byteLength
    this.#bytes -= size
    const of = this.#accounts.get(found.account.person)!
    if (of.count === 1) this.#accounts.delete(found.account.person)
    else this.#accounts.set(found.account.person, { count: of.count - 1, bytes: of.bytes - size })
  }
}
