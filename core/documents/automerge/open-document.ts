import type { Write } from '../../domain/write.ts'
import { toHex } from '../../shared/bytes.ts'
import { MeshError } from '../../shared/errors.ts'
import type { DocumentSource } from '../ports.ts'
import { type ChangeHeader, MAX_OPERATIONS_AHEAD, readChange } from '../unit/change-header.ts'
import { unsound } from '../unit/chunk-reader.ts'
import { MAX_UNIT_CHANGES } from '../unit/limits.ts'
import { sha256 } from '../unit/sha256.ts'
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
  /** What it was loaded from: hash of the snapshot or '', and hashes of all changes put on top of it. */
  readonly snapshot: string
  readonly applied: Set<string>
  heads: readonly string[]
  maxOp: number
  /** Whether each change builds on the one before it: then nothing can be in conflict. */
  linear: boolean
}

/** Brings heads, greatest operation and linearity up to date from the headers of new changes alone, in any order. */
export function expectHeads(open: Open, headers: readonly ChangeHeader[]): void {
  const heads = new Set(open.heads)
  for (const { hash, lastOp } of headers) {
    heads.add(hash)
    if (lastOp > open.maxOp) open.maxOp = lastOp
  }
  // a chain: each builds on one, no two on the same, none on something older, one end
  const builtOn = new Set<string>()
  for (const { dependencies } of headers) {
    if (dependencies.length !== 1 || builtOn.has(dependencies[0]!) || !heads.has(dependencies[0]!)) open.linear = false
    for (const dependency of dependencies) builtOn.add(dependency)
  }
  open.heads = [...heads.difference(builtOn)].toSorted()
  if (open.heads.length !== 1) open.linear = false
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
  for (const hash of open.applied) if (!wanted.has(hash)) return false
  return true
}

/**
 * What others would refuse is not sent.
 * @throws MeshError `domain/too-large`
 */
export function checkOwn(changes: readonly Uint8Array[], maxOp: number): ChangeHeader[] {
  try {
    if (changes.length > MAX_UNIT_CHANGES) throw unsound()
    return changes.map((change) => readChange(change, { maxStartOp: maxOp + changes.length * MAX_OPERATIONS_AHEAD }))
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
