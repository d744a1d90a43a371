import type { Ledger } from '../../documents/ledger/ledger.ts'
import type { SetAside } from '../../documents/ledger/rows/quarantine.ts'
import { readSession } from '../../documents/unit/session.ts'
import { readUnit } from '../../documents/unit/unit.ts'
import { fromHex } from '../../shared/bytes.ts'

/** Units handed to the ledger at once. */
const UNITS_AT_ONCE = 192
const BYTES_AT_ONCE = 1 << 20
/** Who brought them, where a device would stand: no device has this name. */
const ORIGIN = 'backup'

/** Gives the records of a backup to a ledger, which judges them as if another laptop had sent them. */
export class RecordReturn {
  readonly #ledger: Ledger
  #waiting: Uint8Array[] = []
  #bytes = 0
  readonly #frozen: Uint8Array[] = []
  readonly #aside: SetAside[] = []
  readonly #stored = new Set<string>()
  readonly #erased = new Set<string>()
  #refused = 0

  constructor(ledger: Ledger) {
    this.#ledger = ledger
  }

  session(record: Uint8Array, isFrozen: boolean): void {
    this.#ledger.acceptSessions([record])
    if (isFrozen) this.#frozen.push(fromHex(readSession(record).id))
  }

  async units(units: readonly Uint8Array[]): Promise<void> {
    for (const unit of units) {
      this.#waiting.push(unit)
      this.#bytes += unit.byteLength
      if (this.#waiting.length >= UNITS_AT_ONCE || this.#bytes >= BYTES_AT_ONCE) await this.#hand()
    }
  }

  aside(one: SetAside): void {
    this.#aside.push(one)
  }

  /** Resolves when all of it is durable and shown. */
  async finish(): Promise<{ records: number; erased: number; refused: number }> {
    await this.#hand()
    if (this.#aside.length > 0 || this.#frozen.length > 0) this.#ledger.keepAside(this.#aside, this.#frozen)
    await this.#ledger.settled()
    return { records: this.#stored.size, erased: this.#erased.size, refused: this.#refused }
  }

  async #hand(): Promise<void> {
    const units = this.#waiting.splice(0)
    this.#bytes = 0
    const verdicts = await this.#ledger.accept(units, ORIGIN)
    for (const [index, verdict] of verdicts.entries()) {
      if (verdict === 'stored') this.#stored.add(documentOf(units[index]!))
      else if (verdict === 'erased') this.#erased.add(documentOf(units[index]!))
      else if (verdict !== 'known') this.#refused++
    }
  }
}

function documentOf(unit: Uint8Array): string {
  return readUnit(unit).header.document
}
