/** Ids kept; older ones are looked up on the disk. */
const MAX_RECENT = 20_000

/** The units stored last: in a full room each comes by several ways, and is known at a glance the second time. */
export class RecentUnits {
  readonly #ids = new Set<string>()

  has(id: string): boolean {
    return this.#ids.has(id)
  }

  add(id: string): void {
    this.#ids.add(id)
    if (this.#ids.size > MAX_RECENT) this.#ids.delete(this.#ids.values().next().value!)
  }

  /** Some are not held any more. */
  clear(): void {
    this.#ids.clear()
  }
}
