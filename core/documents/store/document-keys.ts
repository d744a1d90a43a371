/** The document keys opened last, in memory; a key that falls out is overwritten. */
export class DocumentKeys {
  readonly #keys = new Map<string, Uint8Array>()
  readonly #max: number

  /** @param max most keys held */
  constructor(max: number) {
    this.#max = max
  }

  has(owner: string): boolean {
    return this.#keys.has(owner)
  }

  get(owner: string): Uint8Array | undefined {
    const key = this.#keys.get(owner)
    if (key === undefined) return undefined
    this.#keys.delete(owner)
    this.#keys.set(owner, key) // now the newest
    return key
  }

  set(owner: string, key: Uint8Array): void {
    this.#keys.set(owner, key)
    if (this.#keys.size > this.#max) this.delete(this.#keys.keys().next().value!)
  }

  delete(owner: string): void {
    this.#keys.get(owner)?.fill(0)
    this.#keys.delete(owner)
  }

  clear(): void {
    for (const key of this.#keys.values()) key.fill(0)
    this.#keys.clear()
  }
}
