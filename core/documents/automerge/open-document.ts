import type { Write } from '../../domain/write.ts'
import { toHex } from '../../shared/bytes.ts'
import { MeshError } from '../../shared/errors.ts'
import type { Authors, DocumentSource } from '../ports.ts'
import { MAX_OPERATIONS_AHEAD, openChange, type OpenedChange } from '../unit/change-header.ts'
import { unsound } from '../unit/chunk-reader.ts'
import { MAX_UNIT_CHANGES } from '../unit/limits.ts'
import { sha256 } from '../unit/sha256.ts'
import type { Authored } from '../authorship/authored.ts'
import type { CausalPast, Link } from './causal-past.ts'
import type { Handle } from './handle.ts'
import type { KindShape } from './shapes.ts'

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

/** Takes a change into what is kept beside the handle; its dependencies were taken in before. */
export function takeIn(open: Open, link: Link): void {
  const { hash, dependencies, lastOp } = link
  if (dependencies.length !== 1 || open.heads.length !== 1 || open.heads[0] !== dependencies[0]) open.linear = false
  open.past.add(link)
  open.heads = [...open.heads.filter((head) => !dependencies.includes(head)), hash].toSorted()
  if (lastOp > open.maxOp) open.maxOp = lastOp
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
