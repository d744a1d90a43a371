import { isUtf8 } from 'node:buffer'

import { MAKE_LIST, MAKE_MAP, MAKE_TEXT, MAX_DEPTH, type Stretch, VALUE } from './change-ops.ts'
import { type ChunkReader, unsound } from './chunk-reader.ts'

/** Holds the operations of one change to what Muster writes, stretch by stretch in order. */
export class OperationChecks {
  readonly #startOp: number
  readonly #actors: number
  readonly #values: ChunkReader
  readonly #predecessors: { readonly actors: readonly number[]; readonly counters: readonly number[] }
  #preds = 0
  /** By actor, the greatest operation of theirs that is named; 0 for none. */
  readonly named: number[]
  /** How deep that lies which is made here, by operation, counting objects from elsewhere as children of the root. */
  readonly #depths = new Map<number, number>()

  /** @param about.values at the first value */
  constructor(about: {
    startOp: number
    actors: number
    values: ChunkReader
    predecessors: { readonly actors: readonly number[]; readonly counters: readonly number[] }
  }) {
    this.#startOp = about.startOp
    this.#actors = about.actors
    this.#values = about.values
    this.#predecessors = about.predecessors
    this.named = Array.from({ length: about.actors }, () => 0)
  }

  /** @param own number of the stretch's first operation @throws MeshError `documents/unsound` */
  check(stretch: Stretch, own: number): void {
    this.#checkObject(stretch, own)
    this.#checkKeys(stretch, own)
    this.#checkValues(stretch)
    for (let at = 0; stretch.preds > 0 && at < stretch.count; at++)
      for (let left = stretch.preds; left > 0; left--, this.#preds++) {
        const { actors, counters } = this.#predecessors
        this.#checkOpId(actors[this.#preds]!, counters[this.#preds]!, own + at)
      }
  }

  #checkObject({ action, count, objectActor: actor, objectCounter: counter }: Stretch, own: number): void {
    if ((actor === null) !== (counter === null)) throw unsound()
    let depth = 1
    if (actor !== null && counter !== null) {
      this.#checkOpId(actor, counter, own)
      const isMadeHere = actor === 0 && counter >= this.#startOp
      const over = isMadeHere ? this.#depths.get(counter) : 1
      if (over === undefined) throw unsound() // not an operation that makes an object
      depth = over + 1
    }
    if (depth > MAX_DEPTH) throw unsound()
    if (action === MAKE_MAP || action === MAKE_LIST || action === MAKE_TEXT)
      for (let at = 0; at < count; at++) this.#depths.set(own + at, depth)
  }

  /** The counters go up or down evenly and the operations' own numbers by one: what holds at both ends holds between. */
  #checkKeys({ count, keyActor, keyCounter, keyStep, keyText }: Stretch, own: number): void {
    if ((keyText === null) === (keyCounter === null)) throw unsound() // a map key or a list position, not both
    if (keyCounter === null) {
      if (keyActor !== null) throw unsound()
      return
    }
    const last = keyCounter + (count - 1) * keyStep
    if (keyActor === null) {
      if (keyCounter !== 0 || last !== 0) throw unsound() // the list's start
      return
    }
    this.#checkOpId(keyActor, keyCounter, own)
    this.#checkOpId(keyActor, last, own + count - 1)
  }

  #checkValues({ count, meta }: Stretch): void {
    const values = this.#values
    const type = meta % 16
    const length = Math.floor(meta / 16)
    if (type === VALUE.text && length === 1) {
      // letters of a text, as most values are
      if (count > values.end - values.at) throw unsound()
      for (const end = values.at + count; values.at < end; values.at++)
        if (values.bytes[values.at]! >= 0x80) throw unsound()
      return
    }
    for (let left = count; left > 0; left--) checkValue(values, type, length)
  }

  /** An operation can only know those with lower numbers. */
  #checkOpId(actor: number, counter: number, own: number): void {
    if (actor >= this.#actors || counter < 1 || counter >= own) throw unsound()
    if (counter > this.named[actor]!) this.named[actor] = counter
  }
}

function checkValue(values: ChunkReader, type: number, length: number): void {
  const end = values.at + length
  if (type === VALUE.null || type === VALUE.false || type === VALUE.true) {
    if (length !== 0) throw unsound()
  } else if (type === VALUE.int || type === VALUE.counter) values.signed()
  else if (type === VALUE.float) {
    const bytes = values.take(8)
    if (!Number.isFinite(new DataView(bytes.buffer, bytes.byteOffset, 8).getFloat64(0, true))) throw unsound()
  } else if (type === VALUE.text) {
    if (!isUtf8(values.take(length))) throw unsound()
  } else throw unsound()
  if (values.at !== end) throw unsound()
}
