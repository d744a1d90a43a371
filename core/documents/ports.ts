import type { Json, Write } from '../domain/write.ts'
import type { Startable } from '../shared/lifecycle.ts'

/** Two or more values written to one last-writer-wins field without knowing of each other. */
export interface Conflict {
  readonly path: readonly string[]
  /** Each with the session (actor) that wrote it, hex; the first is the one shown now. */
  readonly values: readonly { readonly value: Json; readonly session: string }[]
}

/** What a document shows once its changes are applied. */
export interface Materialised {
  /** Change hashes, hex, sorted. */
  readonly heads: readonly string[]
  /** The stored shape as plain JSON; not yet parsed by the domain. */
  readonly record: Json
  readonly conflicts: readonly Conflict[]
  /** Number of changes held, greatest operation number: for limits. */
  readonly maxOp: number
}

/** Who wrote to a document. */
export interface Authors {
  /** The session (hex) that made it; of one that several may begin (a network's, a person's) any of them. */
  readonly creator: string
  /** Session -> the person whose device it belongs to, both hex. Sessions of nobody who was ever let in are not in it. */
  readonly persons: Readonly<Record<string, string>>
}

/** What a document is made of: its deterministic first change is implied by kind and version. */
export interface DocumentSource {
  readonly document: string
  readonly kind: string
  readonly initialVersion: number
  /** A saved snapshot, if there is one, and the changes since, dependencies first. */
  readonly snapshot: Uint8Array | undefined
  readonly changes: readonly Uint8Array[]
  readonly authors: Authors
}

/** What came to a document since it had these heads. */
export interface DocumentStep {
  readonly document: string
  readonly kind: string
  readonly initialVersion: number
  /** Hex, sorted. */
  readonly heads: readonly string[]
  /** Dependencies first. */
  readonly changes: readonly Uint8Array[]
  readonly authors: Authors
}

export type MaterialiseResult =
  | ({ readonly document: string; readonly ok: true } & Materialised)
  | { readonly document: string; readonly ok: false; readonly reason: 'unsound' | 'too-slow' | 'out-of-memory' }

/** A new edit, made here. */
export interface MadeChange extends Materialised {
  /** Uncompressed Automerge change chunks (type 1), 1 to 64, to go into one unit. Nearly always one: only long text takes several. */
  readonly changes: readonly Uint8Array[]
  /** Automerge number of the first of them. */
  readonly firstChangeNumber: number
}

/** One past change, for the record's history. */
export interface HistoryEntry {
  readonly hash: string
  readonly session: string
  readonly number: number
  /** Milliseconds by the author's clock. */
  readonly at: number
}

/**
 * Port: Automerge behind a wall. The real one is a child process with a memory limit and a watchdog, started with
 * the first call; a killed or crashed child is started again and only the document that did it is reported `ok: false`.
 */
export interface DocumentsHost extends Startable {
  /** Applies `changes` on top of the source; many documents at once. Documents stay open in a bounded cache. */
  materialise(
    sources: readonly DocumentSource[],
    options?: { signal?: AbortSignal },
  ): Promise<readonly MaterialiseResult[]>
  /**
   * As {@link materialise} for documents that are open: only what came since is handed over. In the order of the steps;
   * undefined for a document that is not open at those heads, or that failed.
   */
  advance(steps: readonly DocumentStep[]): Promise<readonly (MaterialiseResult | undefined)[]>
  /**
   * Makes a new edit on each document by `session` (hex; it is the actor); all or none. A document stands once in `edits`.
   * @param heads of the document as the caller knows it, sorted; empty for a document that has only its deterministic first change
   * @param source read only when the document is not in the cache at those heads
   * @throws MeshError `documents/unsound` when a document cannot be loaded or has other heads, `documents/busy` when it took too long,
   *   `domain/not-found` or `domain/invalid-input` for a write that does not fit the record or changes nothing, `domain/too-large` for one beyond the limits
   */
  edit(
    edits: readonly {
      readonly document: string
      readonly kind: string
      readonly initialVersion: number
      readonly heads: readonly string[]
      readonly session: string
      /** This session among them. */
      readonly authors: Authors
      /** Milliseconds. */
      readonly at: number
      readonly writes: readonly Write[]
      readonly source: () => DocumentSource
    }[],
  ): Promise<readonly MadeChange[]>
  /** A saved snapshot, only after save and load gave the same heads; undefined when they did not. */
  snapshot(source: DocumentSource): Promise<Uint8Array | undefined>
  /** Oldest first, without the deterministic first change. */
  history(source: DocumentSource): Promise<readonly HistoryEntry[]>
  /** Closes documents that are open: they are erased. */
  forget(documents: readonly string[]): Promise<void>
  /** Number of documents open in the child; 0 when the child is not running. */
  openCount(): Promise<number>
}

/** A row's place: `space` small integer (PROTOCOL section 8), `group` and `item` up to 64 bytes each. */
export interface RowKey {
  readonly space: number
  readonly group: Uint8Array
  readonly item: Uint8Array
}

/**
 * Port: a durable map of rows. A transaction is all or nothing and durable when `transaction` returns.
 * Keys and values are opaque (already sealed). Compliance suite: test/compliance/store.ts.
 */
export interface Store extends Startable {
  get(key: RowKey): Uint8Array | undefined
  /** Rows of one group, ordered by item bytes. */
  list(space: number, group: Uint8Array): Iterable<{ item: Uint8Array; value: Uint8Array }>
  /** All rows of a space, ordered by (group, item). */
  listSpace(space: number): Iterable<{ group: Uint8Array; item: Uint8Array; value: Uint8Array }>
  /**
   * Runs `work` with writes; commits when it returns, rolls back when it throws.
   * @param options.derived what is written can be made again from what is durable already: a power cut may take it back,
   *   whole, and the transaction is the faster for it
   * @throws MeshError `documents/disk-full`, `documents/read-only`, `documents/unreadable`
   */
  transaction<T>(work: (tx: StoreWriter) => T, options?: { readonly derived?: boolean }): T
  /**
   * Drops freed bytes from the files (checkpoint TRUNCATE), and damaged files that were kept beside them.
   * @throws MeshError `documents/disk-full`, `documents/busy` and others: not all is dropped then, and it is to be tried again
   */
  scrub(): void
}

export interface StoreWriter {
  put(key: RowKey, value: Uint8Array): void
  delete(key: RowKey): void
  deleteGroup(space: number, group: Uint8Array): void
}
