const MAX_BYTES = 16 * 1024 * 1024

/**
 * What new changes are new to: `nothing`, the document holds no others; the heads (hex, sorted) it had been applied up
 * to; `unknown`, others before them wait to be applied as well.
 */
export type FreshBase = 'nothing' | 'unknown' | readonly string[]

interface Entry {
  readonly base: 'nothing' | readonly string[]
  readonly changes: Uint8Array[]
}

/** Changes that came just now, until they are applied; bounded, the oldest documents go first. */
export class FreshChanges {
  readonly #entries = new Map<string, Entry>()
  #bytes = 0

  /** All changes of a document that is new here. */
  whole(document: string): readonly Uint8Array[] | undefined {
    const entry = this.#entries.get(document)
    return entry?.base === 'nothing' ? entry.changes : undefined
  }

  /** What came since a document was applied up to these heads. */
  since(document: string): { readonly heads: readonly string[]; readonly changes: readonly Uint8Array[] } | undefined {
    const entry = this.#entries.get(document)
    return entry === undefined || entry.base === 'nothing' ? undefined : { heads: entry.base, changes: entry.changes }
  }

  /** Continues what is kept of a document; else begins with these changes, where it is known what they are new to. */
  add(document: string, changes: readonly Uint8Array[], base: FreshBase): void {
    const kept = this.#entries.get(document)
    if (kept === undefined && base === 'unknown') return
    if (kept !== undefined) kept.changes.push(...changes)
    else if (base !== 'unknown') this.#entries.set(document, { base, changes: [...changes] })
    this.#bytes += size(changes)
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= MAX_BYTES) return
      this.delete(oldest)
    }
  }

  delete(document: string): void {
    this.#bytes -= size(this.#entries.get(document)?.changes ?? [])
    this.#entries.delete(document)
  }
}

function size(changes: readonly Uint8Array[]): number {
  return changes.reduce((sum, change) => sum + change.byteLength, 0)
}
