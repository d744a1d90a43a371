import type { Json, Path, Write } from '../../domain/write.ts'
import { MeshError } from '../../shared/errors.ts'
import { MAX_DEPTH, MAX_OPERATIONS } from '../unit/change-ops.ts'
import { type Authored, objectAt } from '../authorship/authored.ts'
import type { Handle } from './handle.ts'
import { matchesAny, type KindShape } from './shapes.ts'

/** Operations at which a change is closed between two writes; long text goes in pieces of half of that. */
const ROOM = MAX_OPERATIONS - 1_000
const PIECE = 1_000

/**
 * Carries out `writes` on the open transaction of `handle`. When the change grows beyond what one may hold, `commit` is
 * called to close it; what is open at the end is left to the caller.
 * @throws MeshError `domain/invalid-input`, `domain/not-found`, `domain/too-large`; then the transaction is to be thrown away
 */
export function applyWrites(
  handle: Handle,
  { shape, authored }: { readonly shape: KindShape; readonly authored: Authored | undefined },
  writes: readonly Write[],
  commit: () => void,
): void {
  for (const write of writes) {
    if (handle.pendingOps() > ROOM) commit()
    const key = write.path.at(-1)
    if (key === undefined || write.path.length > MAX_DEPTH) throw invalid('A write needs a place in the record')
    write.path.forEach(checkKey)
    const parent = objectAt(handle, write.path.slice(0, -1), authored)
    if (parent === undefined) throw new MeshError('domain/not-found', 'No such place in the record')
    if (write.op === 'put') {
      // Automerge makes nothing of a value that is there already, though it is another's who put it there
      if (authored?.isForeign(parent, key) === true) handle.delete(parent, key)
      putValue(handle, shape, parent, write.path, write.value, commit)
    }
    if (write.op === 'add') addTo(handle, parent, key, write.by)
    if (write.op === 'splice') spliceText(handle, parent, key, write, commit)
    if (handle.pendingOps() > MAX_OPERATIONS) throw tooLarge()
  }
}

/** Puts the fields of a fresh map; see {@link applyWrites}. */
export function putFields(
  handle: Handle,
  shape: KindShape,
  object: string,
  path: Path,
  fields: { readonly [key: string]: Json },
  commit: () => void = () => undefined,
): void {
  for (const key of Object.keys(fields)) {
    checkKey(key)
    putValue(handle, shape, object, [...path, key], fields[key]!, commit)
  }
}

function putValue(handle: Handle, shape: KindShape, object: string, path: Path, value: Json, commit: () => void): void {
  const key = path.at(-1)!
  if (path.length > MAX_DEPTH) throw tooLarge()
  if (typeof value === 'string' && matchesAny(shape.textPaths, path)) {
    if (handle.getWithType(object, key)?.[0] === 'text') throw invalid('Co-edited text is never replaced')
    insertText(handle, handle.putObject(object, key, ''), 0, value.toWellFormed(), commit)
  } else if (Array.isArray(value)) {
    if (value.length > MAX_OPERATIONS) throw tooLarge()
    const list = handle.putObject(object, key, [])
    value.forEach((item: Json, i: number) => {
      if (typeof item === 'object' && item !== null) throw invalid('Lists hold single values')
      handle.insert(list, i, ...scalar(item))
    })
  } else if (typeof value === 'object' && value !== null) {
    putFields(handle, shape, handle.putObject(object, key, {}), path, value as { readonly [key: string]: Json }, commit)
  } else if (typeof value === 'number' && matchesAny(shape.counterPaths, path)) {
    handle.put(object, key, integer(value), 'counter')
  } else handle.put(object, key, ...scalar(value))
}

type Scalar = null | boolean | number | string

function scalar(value: Scalar): [Scalar, 'null' | 'boolean' | 'int' | 'f64' | 'str'] {
  if (value === null) return [null, 'null']
  if (typeof value === 'boolean') return [value, 'boolean']
  if (typeof value === 'string') return [value.toWellFormed(), 'str']
  if (typeof value !== 'number' || !Number.isFinite(value)) throw invalid('Not a value that a record can hold')
  return Number.isSafeInteger(value) ? [value, 'int'] : [value, 'f64']
}

/** A counter begins with its first `add`; where two laptops may begin it at once, put it with its map instead. */
function addTo(handle: Handle, object: string, key: string, by: number): void {
  const present = handle.getWithType(object, key)
  if (present === null || present === undefined) handle.put(object, key, integer(by), 'counter')
  else if (present[0] === 'counter') handle.increment(object, key, integer(by))
  else throw invalid('Only a counter can be added to')
}

function spliceText(
  handle: Handle,
  object: string,
  key: string,
  splice: { readonly index: number; readonly remove: number; readonly insert: string },
  commit: () => void,
): void {
  const found = handle.getWithType(object, key)
  if (found?.[0] !== 'text') throw invalid('Only co-edited text can be spliced')
  const text = handle.text(found[1])
  let { index, remove, insert } = splice
  const inside = Number.isSafeInteger(index) && Number.isSafeInteger(remove) && index >= 0 && remove >= 0
  if (!inside || index + remove > text.length) throw invalid('A splice outside the text')

  // Automerge keeps whole code points and would round a splice that cuts a surrogate pair: widen it to the same result.
  const end = index + remove
  if (splitsPair(text, end)) {
    insert += text[end]!
    remove++
  }
  if (splitsPair(text, index)) {
    index--
    remove++
    insert = text[index]! + insert
  }
  for (let left = remove; left > 0;) {
    let piece = Math.min(left, PIECE)
    if (splitsPair(text, index + (remove - left) + piece)) piece++
    if (handle.pendingOps() > ROOM) commit()
    handle.splice(found[1], index, piece)
    left -= piece
  }
  insertText(handle, found[1], index, insert.toWellFormed(), commit)
}

function insertText(handle: Handle, text: string, index: number, insert: string, commit: () => void): void {
  for (let from = 0; from < insert.length;) {
    let to = Math.min(from + PIECE, insert.length)
    if (splitsPair(insert, to)) to++
    if (handle.pendingOps() > ROOM) commit()
    handle.splice(text, index + from, 0, insert.slice(from, to))
    from = to
  }
}

function splitsPair(text: string, at: number): boolean {
  return (text.charCodeAt(at - 1) & 0xfc00) === 0xd800 && (text.charCodeAt(at) & 0xfc00) === 0xdc00
}

function checkKey(key: unknown): void {
  if (
    typeof key !== 'string' ||
    key === '' ||
    key === '__proto__' ||
    Buffer.byteLength(key) > 256 ||
    !key.isWellFormed()
  ) {
    throw invalid('A key that records do not have')
  }
}

function integer(value: number): number {
  if (!Number.isSafeInteger(value)) throw invalid('Counters count whole numbers')
  return value
}

function invalid(message: string): MeshError {
  return new MeshError('domain/invalid-input', message)
}

function tooLarge(): MeshError {
  return new MeshError('domain/too-large', 'Too much for one edit')
}
