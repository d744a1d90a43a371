import type { Batch, SealedStore } from '../store/sealed-store.ts'

import { decodeBlock, encodeBlock } from './block-codec.ts'
import type { Entry, RecordIndex } from './record-index.ts'

const SPACE = 7
/** Entries of a full block: about 200 kB of text. */
const FULL_BLOCK = 512
/** Loose blocks (one a transaction) before they are folded into full ones. */
const MAX_LOOSE = 64
/** Entries folded at a time, so that nobody waits for it: about 10 ms. */
const MAX_FOLDED = 2048

interface BlockState {
  /** Ids written to it; a later block may have replaced some. */
  readonly ids: readonly string[]
  live: number
}

/**
 * The index on disk, in sealed blocks: each transaction adds a small one, and when many are loose they are folded
 * into full ones, from memory. The newest block that names a document holds its entry. A start reads these only.
 */
export class IndexBlocks {
  readonly #store: SealedStore
  readonly #group: Uint8Array
  readonly #index: RecordIndex
  readonly #blocks = new Map<number, BlockState>()
  /** In which block the entry of a document is. */
  readonly #home = new Map<string, number>()
  #next = 1

  constructor(options: { store: SealedStore; network: Uint8Array; index: RecordIndex }) {
    this.#store = options.store
    this.#index = options.index
    this.#group = Buffer.concat([options.network, Buffer.from('blocks')])
  }

  /** Fills the index. @returns false when a block is damaged or of another version: the index is to be rebuilt then */
  load(): boolean {
    for (const { number, value } of this.#store.list(SPACE, this.#group)) {
      const block = value === undefined ? undefined : decodeBlock(value)
      if (block === undefined) return false
      for (const entry of block) this.#index.put(entry)
      this.#note(
        number,
        block.map((entry) => entry.id),
      )
    }
    return true
  }

  /** Whether every block on the disk can be read. */
  isReadable(): boolean {
    for (const { value } of this.#store.list(SPACE, this.#group))
      if (value === undefined || decodeBlock(value) === undefined) return false
    return true
  }

  /** Whether there is any block on the disk or in the making. */
  get empty(): boolean {
    return this.#blocks.size === 0
  }

  /**
   * Adds a loose block to a batch that is committed before anything else happens: blocks count in their order.
   * @returns what to call once the batch is committed
   */
  add(batch: Batch, entries: readonly Entry[]): () => void {
    const done = this.#write(batch, entries)
    return () => {
      for (const entry of entries) this.#index.put(entry)
      done()
    }
  }

  /** Whether {@link fold} has something to do. */
  foldable(): boolean {
    return this.#loose().length > MAX_LOOSE
  }

  /** Adds to a batch the folding of some loose blocks into full ones. @returns what to call once it is committed */
  fold(batch: Batch): () => void {
    const numbers: number[] = []
    let entries = 0
    for (const number of this.#loose()) {
      if (entries >= MAX_FOLDED) break
      numbers.push(number)
      entries += this.#blocks.get(number)!.live
    }
    return this.#rewrite(batch, numbers)
  }

  /**
   * Adds to a batch the rewriting of every block that ever named one of these documents, so that nothing of them is
   * left. Before an {@link add} of the same batch: what is added counts more. @returns what to call once it is committed
   */
  erase(batch: Batch, ids: ReadonlySet<string>): () => void {
    const naming = [...this.#blocks]
      .filter(([, block]) => block.ids.some((id) => ids.has(id)))
      .map(([number]) => number)
    const done = this.#rewrite(batch, naming, ids)
    return () => {
      for (const id of ids) this.#index.delete(id)
      done()
    }
  }

  /** Adds to a batch the replacing of all blocks by what is in the index. @returns what to call once it is committed */
  replaceAll(batch: Batch): () => void {
    batch.deleteGroup(SPACE, this.#group)
    this.#blocks.clear()
    this.#home.clear()
    return this.#write(batch, [...this.#index.entries()])
  }

  #rewrite(batch: Batch, numbers: readonly number[], without?: ReadonlySet<string>): () => void {
    const ids = new Set<string>()
    for (const number of numbers) {
      for (const id of this.#blocks.get(number)!.ids)
        if (without?.has(id) !== true && this.#home.get(id) === number) ids.add(id)
      batch.delete({ space: SPACE, group: this.#group, item: number })
    }
    const done = this.#write(
      batch,
      [...ids].map((id) => this.#index.get(id)!),
    )
    return () => {
      for (const number of numbers) this.#blocks.delete(number)
      for (const id of without ?? []) this.#home.delete(id)
      done()
    }
  }

  #write(batch: Batch, entries: readonly Entry[]): () => void {
    const written: [number, readonly string[]][] = []
    for (let start = 0; start < entries.length; start += FULL_BLOCK) {
      const part = entries.slice(start, start + FULL_BLOCK)
      const number = this.#next++
      batch.put({ space: SPACE, group: this.#group, item: number }, encodeBlock(part))
      written.push([number, part.map((entry) => entry.id)])
    }
    return () => {
      for (const [number, ids] of written) this.#note(number, ids)
    }
  }

  /** Small blocks, and blocks of which more than half was replaced. */
  #loose(): readonly number[] {
    return [...this.#blocks]
      .filter(([, block]) => block.ids.length < FULL_BLOCK / 2 || block.live < block.ids.length / 2)
      .map(([number]) => number)
  }

  #note(number: number, ids: readonly string[]): void {
    this.#next = Math.max(this.#next, number + 1)
    for (const id of ids) {
      const before = this.#blocks.get(this.#home.get(id) ?? 0)
      if (before !== undefined) before.live--
      this.#home.set(id, number)
    }
    this.#blocks.set(number, { ids, live: ids.length })
  }
}
