import { toHex } from '../../shared/bytes.ts'
import { MeshError } from '../../shared/errors.ts'
import type { Authors, DocumentSource, DocumentStep, HistoryEntry, MadeChange, Materialised } from '../ports.ts'
import { Writings } from '../authorship/writings.ts'
import { inflateChange, openChange, type OpenedChange } from '../unit/change-header.ts'
import { unsound } from '../unit/chunk-reader.ts'
import { sha256 } from '../unit/sha256.ts'
import { Authored } from '../authorship/authored.ts'
import { CausalPast } from './causal-past.ts'
import { emptyHandle, isPanic } from './handle.ts'
import { InitialDocuments, NOBODY } from './initial.ts'
import { checkOwn, type EditOrder, fits, free, hashOf, moveOn, type Open, sameHeads, write } from './open-document.ts'
import { readConflicts, readRecord } from './reading.ts'
import type { KindShape } from './shapes.ts'

const ANY = { maxStartOp: Number.MAX_SAFE_INTEGER }

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

  /**
   * What a document shows with these changes on top of the given heads; undefined when it is not open at them.
   * @throws MeshError `documents/unsound`
   */
  advance(step: DocumentStep): Materialised | undefined {
    const open = this.#open.get(step.document)
    if (open === undefined || open.shape.kind !== step.kind || open.version !== step.initialVersion) return undefined
    if (!sameHeads(open.heads, step.heads)) return undefined
    return this.#guard(step.document, () => {
      this.#touch(step.document)
      know(open, step.authors)
      this.#add(open, step.changes)
      return this.#show(open)
    })
  }

  /** Whether {@link edit} can do without the source. */
  holds(order: EditOrder): boolean {
    if (this.#isNew(order)) return true
    const open = this.#open.get(order.document)
    return open !== undefined && sameHeads(open.heads, order.heads)
  }

  /**
   * Makes one edit; see the port. After a failure the document is no longer open. One that went well but was never kept, because
   * another of its command failed, does no harm: it has other heads than the next edit names, and is loaded anew.
   * @param source needed unless {@link holds}
   */
  edit(order: EditOrder, source: DocumentSource | undefined): MadeChange {
    return this.#guard(order.document, () => {
      const open = this.#openFor(order, source)
      know(open, order.authors)
      if (open.session !== order.session) {
        const own = open.handle.clone(order.session)
        open.handle.free()
        open.handle = own
        open.session = order.session
      }
      const changes = write(open, order)
      if (changes.length === 0) throw new MeshError('domain/invalid-input', 'An edit that changes nothing')
      const opened = checkOwn(changes, open.maxOp)
      for (const one of opened) {
        open.past.check({ ...one, named: one.operations.named })
        open.past.add(one.header)
        take(open, one)
        open.onTop.add(one.header.hash)
      }
      moveOn(
        open,
        opened.map(({ header }) => header),
      )
      return { ...this.#show(open), changes, firstChangeNumber: opened[0]!.header.number }
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
      if (open.past.isBare) return undefined
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

  #isNew({ kind, initialVersion, heads }: EditOrder): boolean {
    if (heads.length === 0) return true
    const first = this.#initial.first(kind, initialVersion)
    return first !== undefined && sameHeads(first.heads, heads)
  }

  #openFor(order: EditOrder, source: DocumentSource | undefined): Open {
    if (this.#isNew(order)) {
      const { document, kind, initialVersion } = order
      this.drop(document)
      const open = this.#fresh(
        { document, kind, initialVersion, snapshot: undefined, changes: [], authors: order.authors },
        '',
        order.session,
      )
      return this.#keep(document, open)
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
      open = this.#keep(source.document, this.#fresh(source, snapshot))
    }
    know(open, source.authors)
    this.#add(
      open,
      [...wanted].filter(([hash]) => !open.past.has(hash)).map(([, change]) => change),
    )
    return open
  }

  #add(open: Open, changes: readonly Uint8Array[]): void {
    if (changes.length === 0) return
    const opened = changes
      .map((change) => {
        const whole = openChange(change, ANY)
        const { header, others, operations } = whole
        // what is in them is much, and of no use otherwise
        return { header, others, named: operations.named, whole: open.authored && whole }
      })
      .toSorted((a, b) => a.header.startOp - b.header.startOp)
    for (const { whole, ...one } of opened) {
      open.past.check(one)
      open.past.add(one.header)
      if (whole !== undefined) take(open, whole)
      open.onTop.add(one.header.hash)
    }
    moveOn(
      open,
      opened.map(({ header }) => header),
    )
    open.handle.applyChanges(open.bare === undefined ? [...changes] : [open.bare, ...changes])
    open.bare = undefined
    if (!sameHeads(open.handle.getHeads().toSorted(), open.heads)) throw unsound()
    // A change may still point at operations that are something else. Automerge takes such changes and then shows different things on
    // different laptops; saving and loading finds them.
    open.handle.saveAndVerify()
  }

  #fresh(source: DocumentSource, snapshot: string, session?: string): Open {
    const shape = this.#initial.shape(source.kind)
    const first = this.#initial.first(source.kind, source.initialVersion)
    if (shape === undefined || first === undefined) throw unsound()
    // applying the first change together with the others costs half of applying them to a clone
    const bare = source.snapshot === undefined && source.changes.length > 0
    const handle = bare ? emptyHandle(NOBODY) : first.handle.clone(session ?? NOBODY)
    const open: Open = {
      handle,
      bare: bare ? first.change : undefined,
      session,
      shape,
      version: source.initialVersion,
      snapshot,
      onTop: new Set(),
      past: new CausalPast({ hash: first.heads[0]!, lastOp: first.maxOp }),
      heads: first.heads,
      maxOp: first.maxOp,
      linear: true,
      authored: undefined,
    }
    if (shape.places !== undefined) {
      const writings = new Writings(shape.places, first.heads[0]!)
      writings.creator = source.authors.creator
      const knows = (change: string, earlier: string): boolean => open.past.buildsOn(change, earlier)
      open.authored = new Authored({ writings, handle: () => open.handle, knows })
      take(open, openChange(inflateChange(first.change), ANY))
    }
    if (source.snapshot === undefined) return open
    try {
      handle.loadIncremental(source.snapshot)
      const links = handle
        .getChangesMeta([...first.heads])
        .map(({ hash, deps, actor, seq, maxOp }) => ({ hash, dependencies: deps, actor, number: seq, lastOp: maxOp }))
      for (const link of links) open.past.add(link)
      moveOn(open, links)
      if (open.authored !== undefined)
        for (const change of handle.getChanges([...first.heads])) take(open, openChange(inflateChange(change), ANY))
      // Automerge passes over a snapshot that it cannot read
      if (open.past.isBare || !sameHeads(handle.getHeads().toSorted(), open.heads)) throw unsound()
      return open
    } catch (error) {
      free(handle)
      throw error
    }
  }

  #show(open: Open): Materialised {
    const record = readRecord(open.handle, open.authored)
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

  #keep(document: string, open: Open): Open {
    this.#open.set(document, open)
    for (const oldest of this.#open.keys()) {
      if (this.#open.size <= this.#capacity) break
      this.drop(oldest)
    }
    return open
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

/** Notes who wrote what of a change; in causal order. */
function take({ authored }: Open, { header, others, operations }: OpenedChange): void {
  const { hash, actor, number, startOp } = header
  authored?.writings.take({ hash, actor, number, others, startOp, operations })
}

function know({ authored }: Open, { persons }: Authors): void {
  if (authored !== undefined) authored.persons = { ...authored.persons, ...persons }
}
