import type { Write } from '../../domain/write.ts'
import { toHex } from '../../shared/bytes.ts'
import { MeshError } from '../../shared/errors.ts'
import type { DocumentSource, HistoryEntry, MadeChange, Materialised } from '../ports.ts'
import { type ChangeHeader, inflateChange, MAX_OPERATIONS_AHEAD, readChange } from '../unit/change-header.ts'
import { unsound } from '../unit/chunk-reader.ts'
import { MAX_UNIT_CHANGES } from '../unit/limits.ts'
import { sha256 } from '../unit/sha256.ts'
import { emptyHandle, isPanic, type Handle } from './handle.ts'
import { InitialDocuments, NOBODY } from './initial.ts'
import { readConflicts, readRecord } from './reading.ts'
import type { KindShape } from './shapes.ts'
import { applyWrites } from './writing.ts'

const CHUNK_BODY_AT = 8 // after magic and checksum; Automerge's hash of a change is taken from there on

/** One edit as it reaches the documents process. */
export interface EditOrder {
  readonly document: string
  readonly kind: string
  readonly initialVersion: number
  readonly heads: readonly string[]
  readonly session: string
  readonly at: number
  readonly writes: readonly Write[]
}

interface Open {
  handle: Handle
  /** The deterministic first change, while the handle lacks even that. */
  bare: Uint8Array | undefined
  /** The session whose changes the handle makes; undefined while nobody wrote here. */
  session: string | undefined
  readonly shape: KindShape
  readonly version: number
  /** What it was loaded from: hash of the snapshot or '', and hashes of all changes put on top of it. */
  readonly snapshot: string
  readonly applied: Set<string>
  heads: readonly string[]
  maxOp: number
  /** Whether each change builds on the one before it: then nothing can be in conflict. */
  linear: boolean
}

/** The documents that Automerge holds in memory, at most `capacity`; the least lately used goes first. */
export class OpenDocuments {
  readonly #initial: InitialDocuments
  readonly #capacity: number
  readonly #open = new Map<string, Open>()
  #panicked = false

  constructor(options: { readonly shapes: readonly KindShape[]; readonly capacity: number }) {
    this.#initial = new InitialDocuments(options.shapes)
    this.#capacity = options.capacity
  }

  get size(): number {
    return this.#open.size
  }

  /** Automerge broke in the middle of something: this process should be replaced. */
  get panicked(): boolean {
    return this.#panicked
  }

  /**
   * What a document shows after exactly the changes of `source`: one that is open with any other change is loaded anew.
   * @throws MeshError `documents/unsound`
   */
  materialise(source: DocumentSource): Materialised {
    return this.#guard(source.document, () => this.#show(this.#load(source)))
  }

  /** Whether {@link edit} can do without the source. */
  holds(order: EditOrder): boolean {
    if (order.heads.length === 0) return true
    const open = this.#open.get(order.document)
    return open !== undefined && sameHeads(open.heads, order.heads)
  }

  /**
   * Makes one edit; see the port. After a failure the document is no longer open.
   * @param source needed unless {@link holds}
   */
  edit(order: EditOrder, source: DocumentSource | undefined): MadeChange {
    return this.#guard(order.document, () => {
      const open = this.#openFor(order, source)
      if (open.session !== order.session) {
        const own = open.handle.clone(order.session)
        open.handle.free()
        open.handle = own
        open.session = order.session
      }
      const before = open.heads
      const maxOp = open.maxOp
      const changes: Uint8Array[] = []
      const commit = (): void => {
        open.handle.commit(null, order.at)
        changes.push(inflateChange(open.handle.getLastLocalChange()!))
      }
      applyWrites(open.handle, open.shape, order.writes, commit)
      if (open.handle.pendingOps() > 0) commit()
      if (changes.length === 0) throw new MeshError('domain/invalid-input', 'An edit that changes nothing')
      const firstChangeNumber = checkOwn(changes, maxOp)
      for (const change of changes) open.applied.add(hashOf(change))
      this.#follow(open, before)
      return { ...this.#show(open), changes, firstChangeNumber }
    })
  }

  /** Forgets a document, so that the next use loads it anew. */
  drop(document: string): void {
    const open = this.#open.get(document)
    this.#open.delete(document)
    if (open !== undefined) free(open.handle)
  }

  /** See the port. */
  snapshot(source: DocumentSource): Uint8Array | undefined {
    return this.#guard(source.document, () => {
      const open = this.#load(source)
      const saved = open.handle.save()
      const again = emptyHandle(NOBODY)
      try {
        again.loadIncremental(saved)
        return sameHeads(again.getHeads().toSorted(), open.heads) ? saved : undefined
      } catch (error) {
        this.#panicked ||= isPanic(error)
        return undefined
      } finally {
        free(again)
      }
    })
  }

  /** See the port. */
  history(source: DocumentSource): HistoryEntry[] {
    return this.#guard(source.document, () =>
      this.#load(source)
        .handle.getChangesMeta([])
        .filter((change) => change.actor !== NOBODY)
        .map((change) => ({ hash: change.hash, session: change.actor, number: change.seq, at: change.time })),
    )
  }

  #openFor(order: EditOrder, source: DocumentSource | undefined): Open {
    if (order.heads.length === 0) {
      const { document, kind, initialVersion } = order
      return this.#load({ document, kind, initialVersion, snapshot: undefined, changes: [] })
    }
    const open = this.holds(order) ? this.#touch(order.document)! : source && this.#load(source)
    if (open === undefined || !sameHeads(open.heads, order.heads)) throw unsound()
    return open
  }

  #load(source: DocumentSource): Open {
    const wanted = new Map(source.changes.map((change) => [hashOf(change), change]))
    const snapshot = source.snapshot === undefined ? '' : toHex(sha256(source.snapshot))
    let open = this.#touch(source.document)
    if (open === undefined || !fits(open, source, snapshot, wanted)) {
      this.drop(source.document)
      open = this.#fresh(source, snapshot)
      this.#open.set(source.document, open)
      this.#evict()
    }
    const known = open
    const missing = [...wanted].filter(([hash]) => !known.applied.has(hash))
    if (missing.length === 0) return open

    const headers = missing.map(([, change]) => readChange(change, { maxStartOp: Number.MAX_SAFE_INTEGER }))
    const before = open.heads
    const changes = missing.map(([, change]) => change)
    open.handle.applyChanges(open.bare ? [open.bare, ...changes] : changes)
    open.bare = undefined
    for (const { hash } of headers) open.applied.add(hash)
    // Automerge keeps aside what lacks its dependencies: that may not go unnoticed
    if (source.snapshot === undefined) {
      expect(open, headers)
      if (!sameHeads(open.handle.getHeads().toSorted(), open.heads)) throw unsound()
    } else {
      this.#follow(open, before)
      if (headers.some(({ hash }) => known.handle.getChangeMetaByHash(hash) === null)) throw unsound()
    }
    return open
  }

  #fresh(source: DocumentSource, snapshot: string): Open {
    const shape = this.#initial.shape(source.kind)
    const first = this.#initial.first(source.kind, source.initialVersion)
    if (shape === undefined || first === undefined) throw unsound()
    // applying the first change together with the others costs half of applying them to a clone
    const bare = source.snapshot === undefined && source.changes.length > 0
    const handle = bare ? emptyHandle(NOBODY) : first.handle.clone(NOBODY)
    const open: Open = {
      handle,
      bare: bare ? first.change : undefined,
      session: undefined,
      shape,
      version: source.initialVersion,
      snapshot,
      applied: new Set<string>(),
      heads: first.heads,
      maxOp: first.maxOp,
      linear: true,
    }
    if (source.snapshot === undefined) return open
    try {
      handle.loadIncremental(source.snapshot)
      this.#follow(open, first.heads)
      return open
    } catch (error) {
      free(handle)
      throw error
    }
  }

  /** Brings what is kept beside the handle up to date with the changes since `before`, as Automerge tells it. */
  #follow(open: Open, before: readonly string[]): void {
    let last = before.length === 1 ? before[0] : undefined
    for (const change of open.handle.getChangesMeta([...before])) {
      if (change.deps.length > 1 || change.deps[0] !== last) open.linear = false
      last = change.hash
      if (change.maxOp > open.maxOp) open.maxOp = change.maxOp
    }
    open.heads = open.handle.getHeads().toSorted()
    if (open.heads.length > 1) open.linear = false
  }

  #show(open: Open): Materialised {
    const record = readRecord(open.handle)
    const conflicts = open.linear ? [] : readConflicts(open.handle, open.shape, record)
    return { heads: open.heads, record, conflicts, maxOp: open.maxOp }
  }

  #touch(document: string): Open | undefined {
    const open = this.#open.get(document)
    if (open === undefined) return undefined
    this.#open.delete(document)
    this.#open.set(document, open)
    return open
  }

  #evict(): void {
    for (const document of this.#open.keys()) {
      if (this.#open.size <= this.#capacity) return
      this.drop(document)
    }
  }

  /** Whatever goes wrong, the document is dropped, and only our own errors leave. */
  #guard<T>(document: string, work: () => T): T {
    try {
      return work()
    } catch (error) {
      this.#panicked ||= isPanic(error)
      this.drop(document)
      throw error instanceof MeshError ? error : unsound()
    }
  }
}

/** The same as `#follow` before Automerge has seen them, from the headers alone (dependencies first). */
function expect(open: Open, headers: readonly ChangeHeader[]): void {
  const heads = new Set(open.heads)
  for (const { hash, dependencies, lastOp } of headers) {
    if (dependencies.length !== 1 || heads.size !== 1 || !heads.has(dependencies[0]!)) open.linear = false
    for (const dependency of dependencies) heads.delete(dependency)
    heads.add(hash)
    if (lastOp > open.maxOp) open.maxOp = lastOp
  }
  open.heads = [...heads].toSorted()
}

function fits(open: Open, source: DocumentSource, snapshot: string, wanted: ReadonlyMap<string, Uint8Array>): boolean {
  if (open.shape.kind !== source.kind || open.version !== source.initialVersion || open.snapshot !== snapshot) return false
  for (const hash of open.applied) if (!wanted.has(hash)) return false
  return true
}

/** What others would refuse is not sent. @returns the number of the first change */
function checkOwn(changes: readonly Uint8Array[], maxOp: number): number {
  try {
    if (changes.length > MAX_UNIT_CHANGES) throw unsound()
    const headers = changes.map((change) => readChange(change, { maxStartOp: maxOp + changes.length * MAX_OPERATIONS_AHEAD }))
    return headers[0]!.number
  } catch (cause) {
    throw new MeshError('domain/too-large', 'Too much for one edit', { cause })
  }
}

function hashOf(change: Uint8Array): string {
  return toHex(sha256(change.subarray(CHUNK_BODY_AT)))
}

function sameHeads(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((head, i) => head === b[i])
}

function free(handle: Handle): void {
  try {
    handle.free()
  } catch {
    // broken beyond freeing; its process will be replaced
  }
}
