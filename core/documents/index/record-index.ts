import { compareBytes } from '../../shared/bytes.ts'
import type { UnitKind } from '../unit/kind-bytes.ts'

import { termsOf } from './fold.ts'
import { Sorted } from './sorted.ts'

/** A document in the digest: its id and a hash of its heads, 16 bytes each (PROTOCOL section 6). */
export interface DigestItem {
  readonly document: Uint8Array
  readonly fingerprint: Uint8Array
}

/** What of a record is told without opening it. Made by the domain from the record as it is shown. */
export interface Summary {
  /** Milliseconds, by the author's clock. */
  readonly created: number
  /** Lifecycle state or status; '' where the kind has none. */
  readonly state: string
  readonly archived: boolean
  /** Made by `searchTextOf`: folded, the title first. */
  readonly search: string
}

/** One document in the index. */
export interface Entry {
  /** Hex. */
  readonly id: string
  readonly kind: UnitKind
  readonly item: DigestItem
  /** Local number of the transaction in which it last grew. */
  readonly revision: number
  /** Holds changes that are not in its record yet. */
  readonly dirty: boolean
  /** Undefined until it was applied for the first time: in the digest, but in no list. */
  readonly summary: Summary | undefined
}

/** `newest` and `oldest` by the author's time, `changed` by arrival here (newest first), `name` by folded title. */
export type Sort = 'newest' | 'oldest' | 'changed' | 'name'

/** What to list. Left out means: does not matter; `archived` left out means: not archived. */
export interface Query {
  readonly kind?: string | undefined
  readonly search?: string | undefined
  readonly state?: string | undefined
  /** Any of these. */
  readonly states?: readonly string[] | undefined
  readonly archived?: boolean | undefined
  readonly sort: Sort
  readonly offset: number
  readonly limit: number
}

type Listed = Entry & { readonly summary: Summary }

const ORDERS: Record<Sort, (a: Listed, b: Listed) => number> = {
  newest: (a, b) => b.summary.created - a.summary.created,
  oldest: (a, b) => a.summary.created - b.summary.created,
  changed: (a, b) => b.revision - a.revision,
  name: (a, b) => (a.summary.search < b.summary.search ? -1 : a.summary.search > b.summary.search ? 1 : 0),
}

/** Looks for all of some terms, in text after text. */
class Search {
  readonly #terms: string[]

  constructor(terms: readonly string[]) {
    this.#terms = [...terms]
  }

  finds(text: string): boolean {
    for (let at = 0; at < this.#terms.length; at++) {
      const term = this.#terms[at]!
      if (text.includes(term)) continue
      // the rare one first: of most texts one look is enough then
      if (at > 0) this.#terms.unshift(...this.#terms.splice(at, 1))
      return false
    }
    return true
  }
}

/** All documents of one network in memory: answers lists, searches and the digest without touching the disk. */
export class RecordIndex {
  readonly #entries = new Map<string, Entry>()
  readonly #sorted = new Map<string, Sorted<Listed>>()
  #items: Sorted<Entry> | undefined
  #digest: readonly DigestItem[] | undefined

  get size(): number {
    return this.#entries.size
  }

  get(id: string): Entry | undefined {
    return this.#entries.get(id)
  }

  entries(): IterableIterator<Entry> {
    return this.#entries.values()
  }

  put(entry: Entry): void {
    this.#entries.set(entry.id, entry)
    this.#touch(entry.id)
  }

  delete(id: string): void {
    if (this.#entries.delete(id)) this.#touch(id)
  }

  clear(): void {
    for (const id of this.#entries.keys()) this.delete(id)
  }

  /** Sorted by document id; the same array until something changes, and the same item until its document does. */
  items(): readonly DigestItem[] {
    this.#items ??= new Sorted((a, b) => compareBytes(a.item.document, b.item.document), [...this.#entries.values()])
    this.#digest ??= this.#items.refresh((id) => this.#entries.get(id)).map((entry) => entry.item)
    return this.#digest
  }

  /** Ids of the window, in order, and how many match in all. Equal keys are ordered by id, so that every laptop shows one order. */
  list(query: Query): { readonly total: number; readonly ids: readonly string[] } {
    const search = new Search(termsOf(query.search ?? ''))
    const archived = query.archived ?? false
    const ids: string[] = []
    const end = query.offset + query.limit
    let total = 0
    for (const { id, summary } of this.#inOrder(query.kind, query.sort)) {
      if (summary.archived !== archived) continue
      if (query.state !== undefined && summary.state !== query.state) continue
      if (query.states?.includes(summary.state) === false) continue
      if (!search.finds(summary.search)) continue
      if (total >= query.offset && total < end) ids.push(id)
      total++
    }
    return { total, ids }
  }

  #inOrder(kind: string | undefined, sort: Sort): readonly Listed[] {
    const name = `${sort}/${kind ?? ''}`
    const isListed = (entry: Entry | undefined): entry is Listed =>
      entry?.summary !== undefined && (kind === undefined || entry.kind === kind)
    let sorted = this.#sorted.get(name)
    if (sorted === undefined) {
      const order = ORDERS[sort]
      sorted = new Sorted((a, b) => order(a, b) || (a.id < b.id ? -1 : 1), [...this.#entries.values()].filter(isListed))
      this.#sorted.set(name, sorted)
    }
    return sorted.refresh((id) => {
      const entry = this.#entries.get(id)
      return isListed(entry) ? entry : undefined
    })
  }

  #touch(id: string): void {
    this.#digest = undefined
    this.#items?.touch(id)
    for (const sorted of this.#sorted.values()) sorted.touch(id)
  }
}
