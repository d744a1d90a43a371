import type { Write } from '../../domain/write.ts'
import { toHex } from '../../shared/bytes.ts'
import { MeshError } from '../../shared/errors.ts'
import type { Authors, DocumentSource } from '../ports.ts'
import { type ChangeHeader, MAX_OPERATIONS_AHEAD, readChange } from '../unit/change-header.ts'
import { unsound } from '../unit/chunk-reader.ts'
import { MAX_UNIT_CHANGES } from '../unit/limits.ts'
import { sha256 } from '../unit/sha256.ts'
import type { Authored } from '../authorship/authored.ts'
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

/** What is remembered of a change that is applied. */
interface KnownChange {
  readonly dependencies: readonly string[]
  readonly lastOp: number
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
  /** Every change by its hash, and each session's last. */
  readonly known: Map<string, KnownChange>
  readonly lastOf: Map<string, { readonly number: number; readonly hash: string }>
  heads: readonly string[]
  maxOp: number
  /** Whether each change builds on the one before it: then nothing can be in conflict. */
  linear: boolean
  /** Undefined for a kind where it does not matter who writes. */
  authored: Authored | undefined
}

/** The part of a change's description that its place in the document follows from. */
export type Link = Pick<ChangeHeader, 'hash' | 'dependencies' | 'actor' | 'number' | 'lastOp'>

/**
 * Checks that a change stands where an honest copy would have put it, which Automerge does not: its dependencies are here,
 * its operations are numbered right after theirs, and its session goes on from its own last change. Whether a
 * change passes hangs only on what it builds on, so every laptop decides alike, in whatever order changes come.
 * @throws MeshError `documents/unsound`
 */
export function checkPlace(open: Open, header: ChangeHeader): void {
  const { dependencies, actor, number } = header
  if (dependencies.length === 0) throw unsound()
  let lastOp = 0
  for (const dependency of dependencies) {
    const known = open.known.get(dependency)
    if (known === undefined) throw unsound()
    if (known.lastOp > lastOp) lastOp = known.lastOp
  }
  if (header.startOp !== lastOp + 1) throw unsound()
  const own = open.lastOf.get(actor)
  if (number !== (own?.number ?? 0) + 1) throw unsound()
  if (own !== undefined && !buildsOn(open, dependencies, own.hash)) throw unsound()
}

/** Takes a change into what is kept beside the handle; its dependencies were taken in before. */
export function takeIn(open: Open, { hash, dependencies, actor, number, lastOp }: Link): void {
  if (dependencies.length !== 1 || open.heads.length !== 1 || open.heads[0] !== dependencies[0]) open.linear = false
  open.known.set(hash, { dependencies, lastOp })
  open.lastOf.set(actor, { number, hash })
  open.heads = [...open.heads.filter((head) => !dependencies.includes(head)), hash].toSorted()
  if (lastOp > open.maxOp) open.maxOp = lastOp
}

/** Whether `target` is among `from` or what they build on. Only what has greater operation numbers is looked at. */
export function buildsOn(open: Pick<Open, 'known'>, from: readonly string[], target: string): boolean {
  const above = open.known.get(target)!.lastOp
  const seen = new Set(from)
  for (const hash of seen) {
    if (hash === target) return true
    const known = open.known.get(hash)
    if (known !== undefined && known.lastOp > above) for (const dependency of known.dependencies) seen.add(dependency)
  }
  return false
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
