import type { Query } from '../index/record-index.ts'
import { MeshError } from '../../shared/errors.ts'
import type { DocumentsHost, HistoryEntry } from '../ports.ts'
import type { UnitKind } from '../unit/kind-bytes.ts'

import type { Applier } from './applying/applier.ts'
import type { StoredRecord } from './rows/document-state.ts'
import type { Holdings } from './holdings.ts'
import type { Shapes, ShownDocument } from './ports.ts'

export interface ReaderOptions {
  readonly holdings: Holdings
  readonly applier: Applier
  readonly host: DocumentsHost
  readonly shapes: Shapes
}

/** Answers questions from the index and the stored records; only a history opens a document. */
export class Reader {
  readonly #holdings: Holdings
  readonly #applier: Applier
  readonly #host: DocumentsHost
  readonly #shapes: Shapes

  constructor(options: ReaderOptions) {
    this.#holdings = options.holdings
    this.#applier = options.applier
    this.#host = options.host
    this.#shapes = options.shapes
  }

  /** Undefined when it is not held, or was never applied yet. */
  get(id: string): ShownDocument | undefined {
    const entry = this.#holdings.index.get(id)
    if (entry?.summary === undefined) return undefined
    const stored = this.#record(id)
    const state = this.#holdings.state(id)
    if (stored === undefined || state === undefined) return undefined
    return {
      id,
      kind: state.kind,
      record: this.#shapes.present(state.kind, stored.record),
      heads: state.heads,
      applied: !entry.dirty,
      revision: entry.revision,
      createdBy: state.creator,
      authors: [...state.vector.keys()],
      conflicts: stored.conflicts,
    }
  }

  list(query: Query): { readonly total: number; readonly records: readonly ShownDocument[] } {
    const { total, ids } = this.#holdings.index.list(query)
    return { total, records: ids.flatMap((id) => this.get(id) ?? []) }
  }

  /** Records whose id begins with `prefix`, at most `limit`. */
  find(
    prefix: string,
    { kind, limit }: { readonly kind?: UnitKind | undefined; readonly limit: number },
  ): readonly { readonly id: string; readonly kind: UnitKind }[] {
    const found: { id: string; kind: UnitKind }[] = []
    for (const entry of this.#holdings.index.entries()) {
      if (found.length >= limit) break
      if (entry.summary !== undefined && entry.id.startsWith(prefix) && (kind === undefined || entry.kind === kind)) {
        found.push({ id: entry.id, kind: entry.kind })
      }
    }
    return found
  }

  /** Oldest first. @throws MeshError `domain/not-found`, `documents/unsound`, `documents/busy` */
  async history(id: string): Promise<readonly HistoryEntry[]> {
    const state = this.#holdings.state(id)
    if (state === undefined) throw new MeshError('domain/not-found', 'No such record')
    await this.#applier.settled([id]) // what proves unsound is taken out before it is asked for
    return await this.#host.history(this.#holdings.rows.source(id, this.#holdings.state(id) ?? state))
  }

  /** A damaged one is made anew from the units, and shown when that is done. */
  #record(id: string): StoredRecord | undefined {
    try {
      const stored = this.#holdings.rows.record(id)
      if (stored === undefined) this.#applier.add([id])
      return stored
    } catch (error) {
      if (!(error instanceof MeshError) || error.code !== 'documents/corrupt') throw error
      this.#holdings.log.note('documents:record-damaged')
      this.#applier.add([id])
      return undefined
    }
  }
}
