import type { Json, Path, Write } from '../../domain/write.ts'
import type { ObjectPlace } from '../authorship/places.ts'
import { matchesAny, type KindShape } from '../automerge/shapes.ts'
import { DELETE, INCREMENT, MAKE_LIST, MAKE_MAP, MAKE_TEXT, SET } from '../unit/change-ops.ts'
import { type NewOperation, type OperationValue, signed } from './change-bytes.ts'
import type { Entries } from './entries.ts'
import type { LineState } from './following.ts'
import { elementsOf, insertElements, isNode, makeNode, removeElements } from './nodes.ts'
import type { MapNode, Node, Scalar, SequenceNode, Slot } from './nodes.ts'

/** Operations of one change made here; what needs more is Automerge's, which makes several changes of it. */
const MAX_OPERATIONS = 3_000
const MAX_DEPTH = 15
const NOTHING: OperationValue = { type: 0, bytes: [] }

/** What of a kind tells how values are written. */
export type WritingShape = Pick<KindShape, 'textPaths' | 'counterPaths' | 'places'>

/** Turns writes into the operations that Automerge would make of them, and carries them out. */
export class Editing {
  readonly operations: NewOperation[] = []
  readonly #state: LineState
  readonly #shape: WritingShape
  readonly #author: number
  readonly #entries: Entries
  readonly #startOp: number

  /** @param options.author position of the writer among the line's actors */
  constructor(options: { state: LineState; shape: WritingShape; author: number; entries: Entries }) {
    this.#state = options.state
    this.#shape = options.shape
    this.#author = options.author
    this.#entries = options.entries
    this.#startOp = options.state.authors.length
  }

  /** False for what is not written here, be it wrong or only unusual; the state is of no use then. */
  write({ path, ...write }: Write): boolean {
    const key = path.at(-1)
    if (key === undefined || !path.every(isKey)) return false
    const map = this.#mapAt(path.slice(0, -1))
    if (map === undefined) return false
    if (write.op === 'put') return this.#put(map, path, write.value)
    if (write.op === 'add') return this.#add(map, key, write.by)
    return this.#splice(map, key, write)
  }

  #mapAt(path: Path): { op: number; node: MapNode } | undefined {
    let at = { op: 0, node: this.#state.root }
    for (const key of path) {
      const slot = at.node.slots.get(key)
      if (slot === undefined || !isNode(slot.value) || slot.value.is !== 'map') return undefined
      at = { op: slot.op, node: slot.value }
    }
    return at
  }

  #put(map: { op: number; node: MapNode }, path: Path, value: Json): boolean {
    const key = path.at(-1)!
    const slot = map.node.slots.get(key)
    if (slot?.counts === true) return false
    if (typeof value === 'string' && matchesAny(this.#shape.textPaths, path)) {
      if (slot !== undefined && isNode(slot.value) && slot.value.is === 'text') return false
      const text = this.#make(map, key, MAKE_TEXT, slot)
      return text !== undefined && this.#insert(text, 0, Array.from(value.toWellFormed()))
    }
    if (Array.isArray(value)) {
      if (!value.every((item) => typeof item !== 'object' || item === null)) return false
      const list = this.#make(map, key, MAKE_LIST, slot)
      return list !== undefined && this.#insert(list, 0, value as Scalar[])
    }
    if (typeof value === 'object' && value !== null) {
      const made = this.#make(map, key, MAKE_MAP, slot)
      if (made === undefined) return false
      const child = { op: made.op, node: made.node as MapNode }
      const fields = value as { readonly [key: string]: Json }
      return Object.keys(fields).every((name) => isKey(name) && this.#put(child, [...path, name], fields[name]!))
    }
    const counts = typeof value === 'number' && matchesAny(this.#shape.counterPaths, path)
    const plain = asStored(value)
    if (!counts && slot !== undefined && slot.value === plain) return true // Automerge makes nothing of that either
    const encoded = counts ? counterValue(value) : valueOf(plain)
    return encoded !== undefined && this.#set(map, key, { value: plain, encoded, counts, slot })
  }

  #add(map: { op: number; node: MapNode }, key: string, by: number): boolean {
    const slot = map.node.slots.get(key)
    const encoded = counterValue(by)
    if (encoded === undefined) return false
    if (slot === undefined) return this.#set(map, key, { value: by, encoded, counts: true, slot })
    if (!slot.counts || this.#place(map, key, { action: INCREMENT, slot }) === false) return false
    slot.value = (slot.value as number) + by
    const pred = slot.op
    const value = { type: 4, bytes: encoded.bytes }
    return (
      Number.isSafeInteger(slot.value) &&
      this.#push({ object: map.op, key, insert: false, action: INCREMENT, value, pred })
    )
  }

  #set(
    map: { op: number; node: MapNode },
    key: string,
    put: { value: Scalar; encoded: OperationValue; counts: boolean; slot: Slot | undefined },
  ): boolean {
    if (this.#place(map, key, { action: SET, slot: put.slot }) === false) return false
    this.#replace(put.slot)
    map.node.slots.set(key, { op: this.#next, value: put.value, counts: put.counts })
    this.#state.textBytes += key.length * 3 + put.encoded.bytes.length
    return this.#push({ object: map.op, key, insert: false, action: SET, value: put.encoded, pred: put.slot?.op })
  }

  #make(
    map: { op: number; node: MapNode },
    key: string,
    action: number,
    slot: Slot | undefined,
  ): { op: number; node: Node } | undefined {
    const place = this.#place(map, key, { action, slot })
    if (map.node.depth >= MAX_DEPTH || place === false) return undefined
    this.#replace(slot)
    const op = this.#next
    const is = action === MAKE_MAP ? 'map' : action === MAKE_LIST ? 'list' : 'text'
    const node = makeNode(is, map.node.depth + 1, place)
    this.#entries.note(map.node, key, node)
    map.node.slots.set(key, { op, value: node, counts: false })
    this.#state.objects.set(op, node)
    this.#state.textBytes += key.length * 3
    const pushed = this.#push({ object: map.op, key, insert: false, action, value: NOTHING, pred: slot?.op })
    return pushed ? { op, node } : undefined
  }

  #place(
    { op, node }: { readonly op: number; readonly node: MapNode },
    key: string,
    { action, slot }: { readonly action: number; readonly slot: Slot | undefined },
  ): ObjectPlace | undefined | false {
    return this.#entries.place(node, { key, action, fresh: slot === undefined, own: op >= this.#startOp })
  }

  #replace(slot: Slot | undefined): void {
    if (slot === undefined || !isNode(slot.value)) return
    this.#state.objects.delete(slot.op)
    if (slot.value.is === 'map') for (const inner of slot.value.slots.values()) this.#replace(inner)
  }

  #insert(into: { op: number; node: Node }, at: number, values: readonly Scalar[]): boolean {
    const node = into.node as SequenceNode
    if (this.operations.length + values.length > MAX_OPERATIONS) return false
    const plain = values.map(asStored)
    const encoded = plain.map(valueOf)
    const firstOp = this.#next
    for (const [index, value] of encoded.entries()) {
      if (value === undefined) return false
      const key = index > 0 ? firstOp + index - 1 : at > 0 ? node.ops[at - 1]! : 0
      this.#state.textBytes += value.bytes.length
      if (!this.#push({ object: into.op, key, insert: true, action: SET, value, pred: undefined })) return false
    }
    insertElements(node, at, { firstOp, count: plain.length, what: node.is === 'text' ? plain.join('') : plain })
    return true
  }

  #splice(
    map: { node: MapNode },
    key: string,
    { index, remove, insert }: { readonly index: number; readonly remove: number; readonly insert: string },
  ): boolean {
    const slot = map.node.slots.get(key)
    if (slot === undefined || !isNode(slot.value) || slot.value.is !== 'text') return false
    const node = slot.value
    if (node.place !== undefined && slot.op < this.#startOp) return false
    const from = elementAt(node, index)
    const to = elementAt(node, index + remove)
    // outside, or in the middle of a character: Automerge's side knows what to do
    if (from === undefined || to === undefined || to < from || to - from > MAX_OPERATIONS) return false
    for (const op of node.ops.slice(from, to)) {
      if (!this.#push({ object: slot.op, key: op, insert: false, action: DELETE, value: NOTHING, pred: op }))
        return false
    }
    removeElements(node, from, to - from)
    node.last = from - 1
    return this.#insert({ op: slot.op, node }, from, Array.from(insert.toWellFormed()))
  }

  get #next(): number {
    return this.#state.authors.length
  }

  #push(operation: NewOperation): boolean {
    this.operations.push(operation)
    this.#state.authors.push(this.#author)
    return this.operations.length <= MAX_OPERATIONS
  }
}

/** What a value is once it was stored: text without halves of characters, and one zero. */
function asStored(value: Scalar): Scalar {
  if (typeof value === 'string') return value.toWellFormed()
  return value === 0 ? 0 : value
}

/** The element that begins at a position in UTF-16 units, or the end. */
function elementAt(node: SequenceNode, index: number): number | undefined {
  const elements = elementsOf(node)
  let at = 0
  let units = 0
  while (units < index && at < elements.length) units += (elements[at++] as string).length
  return units === index ? at : undefined
}

function isKey(key: string): boolean {
  return (
    typeof key === 'string' && key !== '' && key !== '__proto__' && key.isWellFormed() && Buffer.byteLength(key) <= 256
  )
}

function valueOf(value: Scalar): OperationValue | undefined {
  if (value === null) return NOTHING
  if (typeof value === 'boolean') return { type: value ? 2 : 1, bytes: [] }
  if (typeof value === 'string') return { type: 6, bytes: Buffer.from(value) }
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined
  if (!Number.isSafeInteger(value)) return { type: 5, bytes: floatBytes(value) }
  const bytes: number[] = []
  signed(value, bytes)
  return { type: 4, bytes }
}

function floatBytes(value: number): Uint8Array {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setFloat64(0, value, true)
  return bytes
}

function counterValue(value: number): OperationValue | undefined {
  if (!Number.isSafeInteger(value)) return undefined
  const bytes: number[] = []
  signed(value, bytes)
  return { type: 8, bytes }
}
