import type { Write } from '../../domain/write.ts'
import { toHex } from '../../shared/bytes.ts'
import { MeshError } from '../../shared/errors.ts'
import type { Authors, DocumentSource } from '../ports.ts'
import {
  inflateChange,
  MAX_DEPENDENCIES,
  MAX_OPERATIONS_AHEAD,
  openChange,
  type OpenedChange,
} from '../unit/change-header.ts'
import { unsound } from '../unit/chunk-reader.ts'
import { MAX_UNIT_CHANGES } from '../unit/limits.ts'
import { sha256 } from '../unit/sha256.ts'
import type { Authored } from '../authorship/authored.ts'
import type { CausalPast, Link } from './causal-past.ts'
import type { Handle } from './handle.ts'
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
  /** This session among them. */
  readonly authors: Authors
  readonly at: number
  readonly writes: readonly Write[]
}

/** A document in Automerge's memory, and what is kept beside it. */
export interface Open {
  handle: Handle
  /** The deterministic first change, while the handle lacks even that. */
  bare: Uint8Array | undefined
  /** The session whose changes the handle makes; undefined while nobody wrote here. */
  session: string | undefined
  readonly shape: KindShape
  readonly version: number
  /** What it was loaded from: hash of the snapshot or ''. */
  readonly snapshot: string
  /** Hashes of all changes put on top of that. */
  readonly onTop: Set<string>
  readonly past: CausalPast
  heads: readonly string[]
  maxOp: number
  /** Whether each change builds on the one before it: then nothing can be in conflict. */
  linear: boolean
  /** Undefined for a kind where it does not matter who writes. */
  authored: Authored | undefined
}

/** Brings what is kept beside the handle up to these changes, dependencies first, that were added to its past. */
export function moveOn(open: Open, changes: readonly Link[]): void {
  const heads = new Set(open.heads)
  for (const { hash, dependencies, lastOp } of changes) {
    if (dependencies.length !== 1 || heads.size !== 1 || !heads.has(dependencies[0]!)) open.linear = false
    for (const dependency of dependencies) heads.delete(dependency)
    heads.add(hash)
    if (lastOp > open.maxOp) open.maxOp = lastOp
  }
  open.heads = [...heads].toSorted()
}

/**
 * Carries out what an edit writes. @returns the changes, of which there may be none
 * @throws MeshError as {@link applyWrites}
 */
export function write(open: Open, order: EditOrder): Uint8Array[] {
  const changes: Uint8Array[] = []
  const commit = (): void => {
    open.handle.commit(null, order.at)
    changes.push(inflateChange(open.handle.getLastLocalChange()!))
  }
  const isCrowded = open.heads.length >= MAX_DEPENDENCIES // its own last change may be one more
  if (isCrowded) open.handle.isolate(chooseHeads(open, order))
  applyWrites(open.handle, open, order.writes, commit)
  if (open.handle.pendingOps() > 0) commit()
  if (isCrowded) open.handle.integrate()
  return changes
}

/**
 * Of more heads than a change can name, those that an edit builds on, besides the session's own last change: of each person's
 * in turn, so that whoever writes from thousands of sessions pushes nobody else's aside. The next edit takes the others.
 */
function chooseHeads(open: Open, { session, authors }: Pick<EditOrder, 'session' | 'authors'>): string[] {
  const turns = new Map<string, number>()
  const ranked = open.heads.map((head) => {
    const person = authors.persons[open.past.sessionOf(head)!] ?? ''
    const turn = turns.get(person) ?? 0
    turns.set(person, turn + 1)
    return { head, turn }
  })
  const own = open.past.lastOf(session)
  const chosen = ranked.toSorted((a, b) => a.turn - b.turn).map(({ head }) => head)
  return [...new Set(own === undefined ? chosen : [own, ...chosen])].slice(0, MAX_DEPENDENCIES)
}

/** Whether the open document can become exactly what `source` gives by adding to it. */
export function fits(
  open: Open,
  source: DocumentSource,
  snapshot: string,
  wanted: ReadonlyMap<string, Uint8Array>,
): boolean {
  if (open.shape.kind !== source.kind || open.version !== source.initialVersion || open.snapshot !== snapshot)
    return false
  for (const hash of open.onTop) if (!wanted.has(hash)) return false
  return true
}

/**
 * What others would refuse is not sent.
 * @throws MeshError `domain/too-large`
 */
export function checkOwn(changes: readonly Uint8Array[], maxOp: number): OpenedChange[] {
  try {
    if (changes.length > MAX_UNIT_CHANGES) throw unsound()
    return changes.map((change) => openChange(change, { maxStartOp: maxOp + changes.length * MAX_OPERATIONS_AHEAD }))
  } catch (cause) {
    throw new MeshError('domain/too-large', 'Too much for one edit', { cause })
  }
}

/** Automerge's hash of a change chunk, hex. */
export function hashOf(change: Uint8Array): string {
  return toHex(sha256(change.subarray(CHUNK_BODY_AT)))
}

/** Both sorted. */
export function sameHeads(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((head, i) => head === b[i])
}

/** Gives the memory back. */
export function free(handle: Handle): void {
  try {
    handle.free()
  } catch {
    // broken beyond freeing; its process will be replaced
  }
}
