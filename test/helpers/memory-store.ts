import { compareBytes, toHex } from '../../core/shared/bytes.ts'
import { MeshError } from '../../core/shared/errors.ts'
import type { RowKey, Store, StoreWriter } from '../../core/documents/ports.ts'

interface Row extends RowKey {
  readonly value: Uint8Array
}

/** A store in memory: what it holds outlives stop and start, as a file would. */
export class MemoryStore implements Store {
  #rows = new Map<string, Row>()
  #open = false
  /** Set to make the next transactions fail at their end, as a full disk does. */
  failure: MeshError | undefined

  async start(): Promise<void> {
    this.#open = true
  }

  async stop(): Promise<void> {
    this.#open = false
  }

  get(key: RowKey): Uint8Array | undefined {
    this.#check()
    return this.#rows.get(nameOf(key))?.value.slice()
  }

  *list(space: number, group: Uint8Array): Generator<{ item: Uint8Array; value: Uint8Array }> {
    for (const row of this.listSpace(space)) if (compareBytes(row.group, group) === 0) yield row
  }

  *listSpace(space: number): Generator<{ group: Uint8Array; item: Uint8Array; value: Uint8Array }> {
    this.#check()
    const rows = [...this.#rows.values()].filter((row) => row.space === space)
    yield* rows.toSorted((a, b) => compareBytes(a.group, b.group) || compareBytes(a.item, b.item))
  }

  transaction<T>(work: (tx: StoreWriter) => T): T {
    this.#check()
    const rows = new Map(this.#rows)
    const result = work({
      put: (key, value) =>
        void rows.set(nameOf(key), {
          space: key.space,
          group: key.group.slice(),
          item: key.item.slice(),
          value: value.slice(),
        }),
      delete: (key) => void rows.delete(nameOf(key)),
      deleteGroup: (space, group) => {
        for (const [name, row] of rows)
          if (row.space === space && compareBytes(row.group, group) === 0) rows.delete(name)
      },
    })
    if (this.failure !== undefined) throw this.failure
    this.#rows = rows
    return result
  }

  scrub(): void {
    this.#check()
  }

  /** Changes rows behind everyone's back, as a failing disk does. */
  damage(space: number, how: (row: Row) => Uint8Array | undefined): number {
    let count = 0
    for (const [name, row] of this.#rows) {
      if (row.space !== space) continue
      const value = how(row)
      if (value === undefined) this.#rows.delete(name)
      else this.#rows.set(name, { ...row, value })
      count++
    }
    return count
  }

  #check(): void {
    if (!this.#open) throw new MeshError('documents/unreadable', 'The store is not open')
  }
}

function nameOf(key: RowKey): string {
  return `${key.space}/${toHex(key.group)}/${toHex(key.item)}`
}
