import { DELETE, INCREMENT, MAKE_LIST, MAKE_MAP, MAKE_TEXT, SET, VALUE } from '../unit/change-ops.ts'
import type { Operations, Stretch } from '../unit/change-ops.ts'
import { ChunkReader } from '../unit/chunk-reader.ts'
import type { Entries } from './entries.ts'
import { insertElements, isNode, makeNode, removeElements } from './nodes.ts'
import type { MapNode, Node, Scalar, SequenceNode } from './nodes.ts'

/** Elements looked at or moved for one change: a few milliseconds. */
const MAX_WORK = 1_000_000
/** Of maps in maps; one less than Automerge's side allows. */
const MAX_MAP_DEPTH = 15
/** In UTF-8, keys included; half of what Automerge's side allows. */
export const MAX_TEXT_BYTES = 1_000_000

/** What a line of changes made so far. */
export interface LineState {
  readonly root: MapNode
  /** By the number of the operation that made it: in a line of changes each number is there once. Without what was replaced. */
  readonly objects: Map<number, Node>
  /** The author of each operation, by its number; there is no operation 0. */
  readonly authors: number[]
  /** Of all that was ever written. */
  textBytes: number
}

/** Carries out the operations of the next change of a line. */
export class Following {
  readonly #state: LineState
  readonly #operations: Operations
  /** Those that have not been taken yet. */
  readonly #values: ChunkReader
  readonly #actors: readonly number[]
  readonly #entries: Entries
  readonly #startOp: number
  #work = 0
  #preds = 0

  /** @param options.actors the author of each of the change's actors, its own first */
  constructor(options: { state: LineState; operations: Operations; actors: readonly number[]; entries: Entries }) {
    this.#state = options.state
    this.#operations = options.operations
    const { bytes, at, end } = options.operations.values
    this.#values = new ChunkReader(bytes, at, end)
    this.#actors = options.actors
    this.#entries = options.entries
    this.#startOp = options.state.authors.length
  }

  /**
   * @returns false for anything that Muster does not write; the state is of no use then
   * @throws MeshError `documents/unsound`, likewise
   */
  all(): boolean {
    for (const stretch of this.#operations.stretches) {
      if (!this.#follow(stretch)) return false
      if (this.#state.textBytes > MAX_TEXT_BYTES || this.#work > MAX_WORK) return false
    }
    return this.#values.done && this.#entries.sound
  }

  #follow(stretch: Stretch): boolean {
    const { objectActor, objectCounter: object, count, keyText: key, preds, insert } = stretch
    const node = object === null ? this.#state.root : this.#objectOf(objectActor, object)
    if (node === undefined || preds > 1) return false
    const own = object !== null && object >= this.#startOp
    if (node.is !== 'map' && this.#goesOn(stretch))
      return (own || node.place === undefined) && this.#typed(node, stretch)
    for (let at = 0; at < count; at++) {
      const replaced = preds === 1 ? this.#replaced() : undefined
      if (preds === 1 && replaced === undefined) return false
      if (node.is === 'map') {
        if (key === null || key === '' || insert || !this.#inMap(node, { stretch, key, replaced, own })) return false
      } else if (key !== null || !(own || node.place === undefined)) return false
      else if (!this.#inSequence(node, { stretch, at, replaced })) return false
      this.#state.authors.push(this.#actors[0]!)
      if (this.#work > MAX_WORK) return false
    }
    return true
  }

  /** The next predecessor; undefined for what is not there. */
  #replaced(): number | undefined {
    const { predActors, predCounters } = this.#operations
    const replaced = this.#known(predActors[this.#preds], predCounters[this.#preds])
    this.#preds++
    return replaced
  }

  /** Whether each operation puts something after what the one before it has put there: most of any text. */
  #goesOn({ action, keyText, keyActor, keyCounter, keyStep, insert, preds, count }: Stretch): boolean {
    if (action !== SET || !insert || preds !== 0 || keyText !== null || keyActor !== 0) return false
    return keyCounter === this.#state.authors.length - 1 && (keyStep === 1 || count === 1)
  }

  /** Many elements at once. */
  #typed(node: SequenceNode, { keyCounter, count, meta }: Stretch): boolean {
    const after = this.#find(node, this.#known(0, keyCounter))
    if (after === undefined || meta % 16 === VALUE.counter) return false
    const what = node.is === 'text' ? this.#text(count, meta) : Array.from({ length: count }, () => this.#value(meta))
    if (what === undefined) return false
    if (after + 1 < node.ops.length) this.#work += node.ops.length - after + count
    insertElements(node, after + 1, { firstOp: this.#state.authors.length, count, what })
    for (let left = count; left > 0; left--) this.#state.authors.push(this.#actors[0]!)
    return true
  }

  /** So many characters of as many bytes each; undefined where a value is none, or more than one. */
  #text(count: number, meta: number): string | undefined {
    const length = count * Math.floor(meta / 16)
    const { bytes, at } = this.#values
    if (meta % 16 !== VALUE.text || length === 0) return undefined
    this.#values.at += length
    this.#state.textBytes += length
    const read = Buffer.from(bytes.buffer, bytes.byteOffset + at, length)
    if (length === count) return read.toString('latin1') // found to be ASCII when the change was read
    const text = read.toString()
    return Array.from(text).length === count ? text : undefined
  }

  #objectOf(actor: number | null | undefined, counter: number): Node | undefined {
    const op = this.#known(actor, counter)
    return op === undefined ? undefined : this.#state.objects.get(op)
  }

  /** The number of an operation that is there and by the author named. */
  #known(actor: number | null | undefined, counter: number | null | undefined): number | undefined {
    if (typeof actor !== 'number' || typeof counter !== 'number' || counter < 1) return undefined
    return this.#state.authors[counter] === this.#actors[actor] ? counter : undefined
  }

  #inMap(
    map: MapNode,
    { stretch, key, replaced, own }: { stretch: Stretch; key: string; replaced: number | undefined; own: boolean },
  ): boolean {
    const { action, meta } = stretch
    const slot = map.slots.get(key)
    if (slot?.op !== replaced) return false
    const place = this.#entries.place(map, { key, action, fresh: slot === undefined, own })
    if (place === false) return false
    if (action === INCREMENT) {
      if (slot?.counts !== true || meta % 16 !== VALUE.int) return false
      slot.value = (slot.value as number) + (this.#value(meta) as number)
      return Number.isSafeInteger(slot.value)
    }
    if (slot !== undefined && isNode(slot.value)) this.#forget(slot.op, slot.value)
    if (action === DELETE) return slot !== undefined && meta === VALUE.null && map.slots.delete(key)
    const op = this.#state.authors.length
    this.#state.textBytes += key.length * 3
    if (action === SET) {
      map.slots.set(key, { op, value: this.#value(meta), counts: meta % 16 === VALUE.counter })
      return true
    }
    if (meta !== VALUE.null || map.depth >= MAX_MAP_DEPTH) return false
    const made = makeNode(nodeKind(action), map.depth + 1, place)
    this.#entries.note(map, key, made)
    this.#state.objects.set(op, made)
    map.slots.set(key, { op, value: made, counts: false })
    return true
  }

  /** What is replaced takes what is in it along: nobody writes there any more. */
  #forget(op: number, node: Node): void {
    this.#state.objects.delete(op)
    if (node.is !== 'map') return
    for (const slot of node.slots.values()) if (isNode(slot.value)) this.#forget(slot.op, slot.value)
  }

  #inSequence(
    node: SequenceNode,
    { stretch, at: nth, replaced }: { stretch: Stretch; at: number; replaced: number | undefined },
  ): boolean {
    const { action, meta, insert, keyActor, keyCounter, keyStep } = stretch
    if (keyCounter === null) return false
    const counter = keyCounter + nth * keyStep
    const at = counter === 0 ? -1 : this.#find(node, this.#known(keyActor, counter))
    if (at === undefined) return false
    if (action === DELETE) {
      if (insert || at === -1 || node.ops[at] !== replaced || meta !== VALUE.null) return false
      this.#work += node.ops.length - at
      removeElements(node, at, 1)
      node.last = at
      return true
    }
    if (action !== SET || !insert || replaced !== undefined || meta % 16 === VALUE.counter) return false
    const value = this.#value(meta)
    if (node.is === 'text' && !isCharacter(value)) return false
    // Whoever inserts now knows all that is there, so it comes right after the one it names
    if (at + 1 < node.ops.length) this.#work += node.ops.length - at
    insertElements(node, at + 1, {
      firstOp: this.#state.authors.length,
      count: 1,
      what: node.is === 'text' ? String(value) : [value],
    })
    return true
  }

  /** Where an element stands: mostly where something was done last. */
  #find(node: SequenceNode, op: number | undefined): number | undefined {
    if (op === undefined) return undefined
    if (node.ops[node.last] === op) return node.last
    this.#work += node.ops.length
    if (this.#work > MAX_WORK) return undefined
    const at = node.ops.indexOf(op)
    return at === -1 ? undefined : at
  }

  /** The next value; its form was checked when the change was read. */
  #value(meta: number): Scalar {
    const values = this.#values
    const length = Math.floor(meta / 16)
    const from = values.at
    this.#state.textBytes += length
    switch (meta % 16) {
      case VALUE.null:
        return null
      case VALUE.false:
        return false
      case VALUE.true:
        return true
      case VALUE.float: {
        values.at += 8
        return new DataView(values.bytes.buffer, values.bytes.byteOffset + from, 8).getFloat64(0, true)
      }
      case VALUE.text:
        values.at += length
        if (length === 1) return String.fromCharCode(values.bytes[from]!)
        return Buffer.from(values.bytes.buffer, values.bytes.byteOffset + from, length).toString()
      default:
        return values.signed()
    }
  }
}

function nodeKind(action: number): Node['is'] {
  if (action === MAKE_MAP) return 'map'
  return action === MAKE_LIST ? 'list' : action === MAKE_TEXT ? 'text' : 'map'
}

/** One code point: Automerge's element of a text. */
function isCharacter(value: Scalar): boolean {
  if (typeof value !== 'string') return false
  return value.length === 1 || (value.length === 2 && value.codePointAt(0)! > 0xffff)
}
