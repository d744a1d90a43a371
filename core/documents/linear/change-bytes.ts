import { COLUMN } from '../unit/change-ops.ts'
import { sha256 } from '../unit/sha256.ts'

/** A value of an operation: its type number (see change-ops.ts) and bytes. */
export interface OperationValue {
  readonly type: number
  readonly bytes: readonly number[] | Uint8Array
}

/** One operation to be written; operations elsewhere are named by their numbers, 0 for the record itself or a list's start. */
export interface NewOperation {
  readonly object: number
  /** Key in a map, or the element that this one is about or comes after. */
  readonly key: string | number
  readonly insert: boolean
  readonly action: number
  readonly value: OperationValue
  /** What it replaces, deletes or counts on. */
  readonly pred: number | undefined
}

export interface NewChange {
  /** Hex, ascending. */
  readonly dependencies: readonly string[]
  /** Hex. */
  readonly actor: string
  readonly number: number
  readonly startOp: number
  /** Milliseconds. */
  readonly at: number
  readonly operations: readonly NewOperation[]
  /** The actor (hex) of an operation. */
  readonly authorOf: (op: number) => string
}

/**
 * A change chunk, uncompressed, byte for byte as Automerge writes it (a test holds the two together).
 * Format: https://automerge.org/automerge-binary-format-spec/
 */
export function writeChange(change: NewChange): Uint8Array {
  const { operations, actor, authorOf } = change
  const named = new Set<string>()
  for (const { object, key, pred } of operations) {
    if (object > 0) named.add(authorOf(object))
    if (typeof key === 'number' && key > 0) named.add(authorOf(key))
    if (pred !== undefined) named.add(authorOf(pred))
  }
  named.delete(actor)
  const others = [...named].toSorted()
  const indexes = new Map([actor, ...others].map((id, index) => [id, index]))
  const indexOf = (op: number): number | null => (op === 0 ? null : indexes.get(authorOf(op))!)
  const preds = operations.flatMap(({ pred }) => pred ?? [])
  const elements = operations.map(({ key }) => (typeof key === 'number' ? key : null))
  const columns: [number, number[] | Uint8Array][] = [
    [
      COLUMN.objectActor,
      runs(
        operations.map(({ object }) => indexOf(object)),
        unsigned,
      ),
    ],
    [
      COLUMN.objectCounter,
      runs(
        operations.map(({ object }) => (object === 0 ? null : object)),
        unsigned,
      ),
    ],
    [
      COLUMN.keyActor,
      runs(
        elements.map((element) => (element === null ? null : indexOf(element))),
        unsigned,
      ),
    ],
    [COLUMN.keyCounter, deltas(elements)],
    [
      COLUMN.keyText,
      runs(
        operations.map(({ key }) => (typeof key === 'string' ? key : null)),
        prefixed,
      ),
    ],
    [COLUMN.insert, booleans(operations.map(({ insert }) => insert))],
    [
      COLUMN.action,
      runs(
        operations.map(({ action }) => action),
        unsigned,
      ),
    ],
    [
      COLUMN.valueMeta,
      runs(
        operations.map(({ value }) => value.bytes.length * 16 + value.type),
        unsigned,
      ),
    ],
    [COLUMN.value, operations.flatMap(({ value }) => [...value.bytes])],
    [
      COLUMN.predCount,
      runs(
        operations.map(({ pred }) => (pred === undefined ? 0 : 1)),
        unsigned,
      ),
    ],
    [COLUMN.predActor, runs(preds.map(indexOf), unsigned)],
    [COLUMN.predCounter, deltas(preds)],
  ]
  const present = columns.filter(([, bytes]) => bytes.length > 0)
  const head: number[] = []
  unsigned(change.dependencies.length, head)
  for (const hash of change.dependencies) head.push(...Buffer.from(hash, 'hex'))
  head.push(16, ...Buffer.from(actor, 'hex'))
  unsigned(change.number, head)
  unsigned(change.startOp, head)
  signed(change.at, head)
  head.push(0) // no message
  unsigned(others.length, head)
  for (const other of others) head.push(16, ...Buffer.from(other, 'hex'))
  unsigned(present.length, head)
  for (const [column, bytes] of present) {
    unsigned(column, head)
    unsigned(bytes.length, head)
  }
  const data = Buffer.concat([Uint8Array.from(head), ...present.map(([, bytes]) => Uint8Array.from(bytes))])
  const opening = [1]
  unsigned(data.byteLength, opening)
  const body = Buffer.concat([Uint8Array.from(opening), data])
  return Buffer.concat([MAGIC, sha256(body).subarray(0, 4), body])
}
const MAGIC = Uint8Array.of(0x85, 0x6f, 0x4a, 0x83)

/** Unsigned LEB128. */
export function unsigned(value: number, into: number[]): void {
  let left = value
  for (; left >= 128; left = Math.floor(left / 128)) into.push((left % 128) | 0x80)
  into.push(left)
}

/** Signed LEB128. */
export function signed(value: number, into: number[]): void {
  for (let left = value; ;) {
    const low = ((left % 128) + 128) % 128
    left = (left - low) / 128
    const last = low < 64 ? left === 0 : left === -1
    into.push(last ? low : low | 0x80)
    if (last) return
  }
}

function prefixed(text: string, into: number[]): void {
  const bytes = Buffer.from(text)
  unsigned(bytes.length, into)
  into.push(...bytes)
}

/** Run-length encoding; nothing at all where all is null. */
function runs<T>(values: readonly (T | null)[], write: (value: T, into: number[]) => void): number[] {
  const bytes: number[] = []
  if (values.every((value) => value === null)) return bytes
  let literal: T[] = []
  const flush = (): void => {
    if (literal.length === 0) return
    signed(-literal.length, bytes)
    for (const value of literal) write(value, bytes)
    literal = []
  }
  for (let from = 0; from < values.length;) {
    const value = values[from]!
    let to = from + 1
    while (to < values.length && values[to] === value) to++
    if (value === null) {
      flush()
      bytes.push(0)
      unsigned(to - from, bytes)
    } else if (to - from === 1) literal.push(value)
    else {
      flush()
      signed(to - from, bytes)
      write(value, bytes)
    }
    from = to
  }
  flush()
  return bytes
}

function deltas(values: readonly (number | null)[]): number[] {
  let last = 0
  const differences = values.map((value) => {
    if (value === null) return null
    const difference = value - last
    last = value
    return difference
  })
  return runs(differences, signed)
}

function booleans(values: readonly boolean[]): number[] {
  const bytes: number[] = []
  let value = false
  let length = 0
  for (const next of values) {
    if (next !== value) {
      unsigned(length, bytes)
      value = next
      length = 0
    }
    length++
  }
  unsigned(length, bytes)
  return bytes
}
