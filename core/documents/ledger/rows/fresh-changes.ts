const MAX_BYTES = 16 * 1024 * 1024

/** The whole content of documents that are new here, until they are applied; bounded, the oldest goes first. */
export class FreshChanges {
  readonly #changes = new Map<string, Uint8Array[]>()
  #bytes = 0

  get(document: string): readonly Uint8Array[] | undefined {
    return this.#changes.get(document)
  }

  /** `whole`: the document holds no other changes, so it may be kept; else it is only continued if it is kept. */
  add(document: string, changes: readonly Uint8Array[], whole: boolean): void {
    const kept = this.#changes.get(document)
    if (kept === undefined && !whole) return
    if (kept === undefined) this.#changes.set(document, [...changes])
    else kept.push(...changes)
    this.#bytes += size(changes)
    for (const oldest of this.#changes.keys()) {
      if (this.#bytes <= MAX_BYTES) return
      this.delete(oldest)
    }
  }

  delete(document: string): void {
    this.#bytes -= size(this.#changes.get(document) ?? [])
    this.#changes.delete(document)
  }
}

function size(changes: readonly Uint8Array[]): number {
  return changes.reduce((sum, change) => sum + change.byteLength, 0)
}
