import { bytesEqual, compareBytes } from '../../shared/bytes.ts'
import type { Clock } from '../../shared/clock.ts'
import { SignatureChecker } from '../device-key.ts'
import { concat, sha256Short } from '../hashes.ts'
import type { MembershipLog } from '../log/membership-log.ts'
import type { ErasureState } from '../log/state.ts'
import { isSeenSigned, readSeen, type SeenStatement } from './seen-statement.ts'

/** Renewals of one device that are taken at once, and how long until one more is. What is passed over comes again with the next meeting. */
const BURST = 20
const REFILL_MS = 10_000

/** Which devices have said what is gone from their disks: the newest statement of each. Keeping them is the caller's. */
export class SeenBook {
  readonly #log: () => MembershipLog
  readonly #clock: Clock
  readonly #checker = new SignatureChecker()
  readonly #latest = new Map<string, SeenStatement>()
  readonly #budgets = new Map<string, { left: number; at: number }>()

  /** @param options.log the log as it is now */
  constructor(options: { log: () => MembershipLog; clock: Clock }) {
    this.#log = options.log
    this.#clock = options.clock
  }

  /** Takes statements from our own sealed store, whose signatures were checked when they came in. */
  load(statements: readonly Uint8Array[]): void {
    for (const bytes of statements) {
      const statement = readSeen(bytes)
      if (statement !== undefined) this.#latest.set(statement.device, statement)
    }
  }

  /** Whether it is one to be kept: of this network, by a current device, signed by it, newer than what is known of it. */
  accepts(bytes: Uint8Array): SeenStatement | undefined {
    const statement = readSeen(bytes)
    if (statement === undefined || !bytesEqual(statement.networkId, this.#log().networkId)) return undefined
    if (!this.#isCurrent(statement.device) || !isNewer(statement, this.#latest.get(statement.device))) return undefined
    // Who forges uses up nobody's share
    return isSeenSigned(statement, this.#checker) && this.#mayRenew(statement.device) ? statement : undefined
  }

  /** To be called once it is durable. */
  put(statement: SeenStatement): void {
    this.#latest.set(statement.device, statement)
  }

  /** @param device key, hex */
  latest(device: string): SeenStatement | undefined {
    return this.#latest.get(device)
  }

  /** Those of current devices, by device. */
  current(): readonly SeenStatement[] {
    return [...this.#latest.values()]
      .filter(({ device }) => this.#isCurrent(device))
      .toSorted((a, b) => (a.device < b.device ? -1 : 1))
  }

  /** 16 bytes over {@link current}: equal digests, equal statements. */
  digest(): Uint8Array {
    return sha256Short(concat(...this.current().map(({ bytes }) => sha256Short(bytes))))
  }

  /** Whether a device (hex) has said that a document of this erasure is gone there. */
  confirms(device: string, { records }: ErasureState): boolean {
    const statement = this.#latest.get(device)
    if (statement === undefined) return false
    const log = this.#log()
    return records.some((record) => {
      const author = log.record(record)?.authorHex ?? ''
      const isLeftOut = statement.leftOut.includes(record) || statement.leftOut.includes(author)
      return !isLeftOut && statement.heads.some((head) => log.isSeenBy(record, head))
    })
  }

  #isCurrent(device: string): boolean {
    return this.#log().state().devices.get(device)?.status === 'member'
  }

  #mayRenew(device: string): boolean {
    const now = this.#clock.monotonic()
    const budget = this.#budgets.get(device) ?? { left: BURST, at: now }
    budget.left = Math.min(BURST, budget.left + (now - budget.at) / REFILL_MS)
    budget.at = now
    this.#budgets.set(device, budget)
    if (budget.left < 1) return false
    budget.left -= 1
    return true
  }
}

/** Of two with one time the greater bytes, so that all laptops keep the same. */
function isNewer(statement: SeenStatement, than: SeenStatement | undefined): boolean {
  if (than === undefined || statement.at > than.at) return true
  return statement.at === than.at && compareBytes(statement.bytes, than.bytes) > 0
}
