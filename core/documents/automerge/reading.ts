import type { Json, Path } from '../../domain/write.ts'
import { MAX_DEPTH } from '../unit/change-ops.ts'
import { unsound } from '../unit/chunk-reader.ts'
import type { Conflict } from '../ports.ts'
import { withFewEntries } from '../authorship/few-entries.ts'
import type { Authored } from '../authorship/authored.ts'
import type { Handle } from './handle.ts'
import { expandPath, type KindShape } from './shapes.ts'

/** What one record may hold; more is unsound. Text counts in UTF-16 units. */
const MAX_KEYS = 100_000
const MAX_TEXT = 2_000_000
const MAX_CONFLICTS = 200
/** Operations that a document may have had in all: far beyond years of writing, and loaded within the watchdog's time. */
const MAX_DOCUMENT_OPERATIONS = 1_000_000

/**
 * The record as plain JSON.
 * @param authored leaves out what others wrote where it matters who did
 * @throws MeshError `documents/unsound` deeper than 16, with more than 100,000 keys or list entries, with more than 2 million
 *   characters, or with values that JSON does not have
 */
export function readRecord(handle: Handle, authored?: Authored): Json {
  if (handle.stats().numOps > MAX_DOCUMENT_OPERATIONS) throw unsound()
  const shown = withNumbers(handle.materialize('/')) as Json
  const record = authored === undefined ? shown : withFewEntries(authored.writings.root.place, authored.correct(shown))
  checkPlain(record, 1, { keys: 0, text: 0 })
  return record
}

/** Automerge gives the greatest whole number that we know (2^53 - 1) as a bigint: here it is a number like all others. */
function withNumbers(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value
  if (typeof value !== 'object' || value === null) return value
  for (const [key, item] of Object.entries(value)) {
    const plain = withNumbers(item)
    if (plain !== item) (value as { [key: string]: unknown })[key] = plain
  }
  return value
}

function checkPlain(value: unknown, depth: number, seen: { keys: number; text: number }): void {
  if (value === null || typeof value === 'boolean') return
  if (typeof value === 'string') seen.text += value.length
  else if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw unsound()
  } else if (typeof value !== 'object' || depth > MAX_DEPTH) throw unsound()
  else if (Array.isArray(value)) {
    seen.keys += value.length
    if (seen.keys > MAX_KEYS) throw unsound()
    for (const item of value) checkPlain(item, depth + 1, seen)
  } else {
    if (Object.getPrototypeOf(value) !== Object.prototype) throw unsound() // a Date, bytes, or a key `__proto__`
    for (const key of Object.keys(value)) {
      seen.keys++
      seen.text += key.length
      if (seen.keys > MAX_KEYS) throw unsound()
      checkPlain((value as { [key: string]: unknown })[key], depth + 1, seen)
    }
  }
  if (seen.text > MAX_TEXT) throw unsound()
}

/** The watched fields to which several values were written without knowing of each other, the first 200 of them. */
export function readConflicts(handle: Handle, shape: KindShape, record: Json): Conflict[] {
  const conflicts: Conflict[] = []
  const maps = new Map<string, string | undefined>()
  for (const pattern of shape.watchedPaths) {
    for (const path of expandPath(pattern, record)) {
      const parent = path.slice(0, -1)
      const name = JSON.stringify(parent)
      if (!maps.has(name)) maps.set(name, mapAt(handle, parent))
      const map = maps.get(name)
      const values = map === undefined ? [] : valuesAt(handle, map, path.at(-1)!)
      if (values.length > 1) conflicts.push({ path, values })
      if (conflicts.length >= MAX_CONFLICTS) return conflicts
    }
  }
  return conflicts
}

function mapAt(handle: Handle, path: Path): string | undefined {
  let object = '_root'
  for (const key of path) {
    const found = handle.getWithType(object, key)
    if (found?.[0] !== 'map') return undefined
    object = found[1]
  }
  return object
}

/** Automerge lists the winner last. */
function valuesAt(handle: Handle, map: string, key: string): Conflict['values'] {
  const all = handle.getAll(map, key)
  if (all.length < 2) return []
  return all.toReversed().map((found) => {
    const composite = found[0] === 'map' || found[0] === 'list' || found[0] === 'text' || found[0] === 'table'
    const id = composite ? found[1] : found[2]
    const value = withNumbers(composite ? handle.materialize(id) : found[1]) as Json
    return { value, session: id.slice(id.indexOf('@') + 1) }
  })
}
