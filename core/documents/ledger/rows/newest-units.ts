import type { StoredUnit } from './document-state.ts'

/** Of each document. */
const MAX_UNITS = 16
const MAX_BYTES = 4 * 1024 * 1024

type NewUnit = Omit<StoredUnit, 'order'>

/**
 * The units stored last, by document: an edit made just now goes out without its document being read. Bounded, the
 * documents untouched for longest go first.
 */
export class NewestUnits {
  readonly #units = new Map<string, NewUnit[]>()
  #bytes = 0

  /** In the order of acceptance. */
  add(document: string, unit: NewUnit): void {
    const units = this.#units.get(document) ?? []
    this.#units.delete(document)
    this.#units.set(document, units)
    units.push(unit)
    this.#bytes += unit.bytes.byteLength
    if (units.length > MAX_UNITS) this.#bytes -= units.shift()!.bytes.byteLength
    for (const oldest of this.#units.keys()) {
      if (this.#bytes <= MAX_BYTES) return
      this.delete(oldest)
    }
  }

  /**
   * All units between two vectors (session -> greatest change number), in the order of acceptance; undefined when some
   * of them are not kept here.
   */
  between(
    document: string,
    held: ReadonlyMap<string, number>,
    state: ReadonlyMap<string, number>,
  ): readonly NewUnit[] | undefined {
    const next = new Map(held)
    const found = (this.#units.get(document) ?? []).filter((unit) => {
      const last = unit.firstNumber + unit.hashes.length - 1
      const before = next.get(unit.session) ?? 0
      if (last <= before || unit.firstNumber > before + 1) return false
      next.set(unit.session, last)
      return true
    })
    for (const [session, number] of state) if ((next.get(session) ?? 0) < number) return undefined
    return found
  }

  delete(document: string): void {
    for (const { bytes } of this.#units.get(document) ?? []) this.#bytes -= bytes.byteLength
    this.#units.delete(document)
  }
}
