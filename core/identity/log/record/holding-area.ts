import type { LogRecord } from './record.ts'

const MAX_RECORDS = 2000
const MAX_BYTES = 8 << 20

/** Signed records whose predecessors have not come yet: bounded in number and bytes. */
export class HoldingArea {
  readonly #held = new Map<string, LogRecord>()
  /** Missing record id (hex) -> ids (hex) of those that wait for it. */
  readonly #waiting = new Map<string, Set<string>>()
  #bytes = 0

  has(hex: string): boolean {
    return this.#held.has(hex)
  }

  get size(): number {
    return this.#held.size
  }

  /** Keeps the record until one of its missing predecessors comes. @returns false when there is no room */
  hold(record: LogRecord, missing: readonly string[]): boolean {
    if (this.#held.size >= MAX_RECORDS || this.#bytes + record.bytes.byteLength > MAX_BYTES) return false
    this.#held.set(record.hex, record)
    this.#bytes += record.bytes.byteLength
    // One is enough to wait for: when it comes, the rest is looked at again.
    const first = missing[0]!
    const waiting = this.#waiting.get(first)
    if (waiting === undefined) this.#waiting.set(first, new Set([record.hex]))
    else waiting.add(record.hex)
    return true
  }

  /** Whether a held record that `isMeant` waits for this one, directly or behind others that are held. */
  isAwaited(hex: string, isMeant: (record: LogRecord) => boolean): boolean {
    const seen = new Set<string>()
    const open = [hex]
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const id of this.#waiting.get(next) ?? []) {
        const record = this.#held.get(id)
        if (record === undefined || seen.has(id)) continue
        if (isMeant(record)) return true
        seen.add(id)
        open.push(id)
      }
    }
    return false
  }

  /** Takes out the records that waited for this one. */
  release(hex: string): LogRecord[] {
    const waiting = this.#waiting.get(hex)
    if (waiting === undefined) return []
    this.#waiting.delete(hex)
    const released: LogRecord[] = []
    for (const id of waiting) {
      const record = this.#held.get(id)
      if (record === undefined) continue
      this.#held.delete(id)
      this.#bytes -= record.bytes.byteLength
      released.push(record)
    }
    return released
  }
}
