/**
 * An ordered view that is put right when it is asked for: what changed since is sorted by itself and merged in, which
 * costs one pass however many there are. Sorting 100,000 anew on each change would be felt.
 */
export class Sorted<T extends { readonly id: string }> {
  readonly #order: (a: T, b: T) => number
  readonly #touched = new Set<string>()
  #entries: readonly T[]

  /**
   * @param order total: never 0 for two different entries
   * @param entries to begin with: of many at once, noting each costs more than sorting them
   */
  constructor(order: (a: T, b: T) => number, entries: readonly T[]) {
    this.#order = order
    this.#entries = entries.toSorted(order)
  }

  /** Notes that an entry is new, changed or gone. */
  touch(id: string): void {
    this.#touched.add(id)
  }

  /** All entries in order. `now` gives an entry as it is; undefined when it does not belong here. */
  refresh(now: (id: string) => T | undefined): readonly T[] {
    if (this.#touched.size === 0) return this.#entries
    const fresh: T[] = []
    for (const id of this.#touched) {
      const entry = now(id)
      if (entry !== undefined) fresh.push(entry)
    }
    fresh.sort(this.#order)
    const kept = this.#entries.filter((entry) => !this.#touched.has(entry.id))
    this.#touched.clear()
    this.#entries = kept.length === 0 ? fresh : this.#merge(kept, fresh)
    return this.#entries
  }

  #merge(kept: readonly T[], fresh: readonly T[]): readonly T[] {
    const merged: T[] = []
    let at = 0
    for (const entry of fresh) {
      while (at < kept.length && this.#order(kept[at]!, entry) < 0) merged.push(kept[at++]!)
      merged.push(entry)
    }
    while (at < kept.length) merged.push(kept[at++]!)
    return merged
  }
}
