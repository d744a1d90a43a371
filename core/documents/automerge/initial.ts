import type { Json } from '../../domain/write.ts'
import { emptyHandle, type Handle } from './handle.ts'
import type { KindShape } from './shapes.ts'
import { putFields } from './writing.ts'

/** The actor of first changes: nobody. */
export const NOBODY = '00'.repeat(16)

/** A document with only its first change. */
export interface FirstDocument {
  /** To be cloned, never changed. */
  readonly handle: Handle
  readonly change: Uint8Array
  readonly heads: readonly string[]
  readonly maxOp: number
}

/**
 * The documents that all others of their kind start from: one change by nobody at time 0, the same bytes on every
 * laptop, so that two laptops which create the network document apart have one document.
 */
export class InitialDocuments {
  readonly #shapes: ReadonlyMap<string, KindShape>
  readonly #first = new Map<string, FirstDocument>()

  constructor(shapes: readonly KindShape[]) {
    this.#shapes = new Map(shapes.map((shape) => [shape.kind, shape]))
  }

  /** Undefined for a kind that is not known. */
  shape(kind: string): KindShape | undefined {
    return this.#shapes.get(kind)
  }

  /** The first document of a kind; undefined when kind or version is not known. */
  first(kind: string, version: number): FirstDocument | undefined {
    const name = `${kind}/${version}`
    const kept = this.#first.get(name)
    if (kept !== undefined) return kept
    const shape = this.#shapes.get(kind)
    if (shape === undefined || !Object.hasOwn(shape.initial, version)) return undefined
    const handle = initialHandle(shape, shape.initial[version]!)
    const first = {
      handle,
      change: handle.getChanges([])[0]!,
      heads: handle.getHeads(),
      maxOp: handle.getChangesMeta([])[0]!.maxOp,
    }
    this.#first.set(name, first)
    return first
  }
}

/** The bytes of a kind's first change, which never travels: for tests that hold them fast. */
export function initialChange(shape: KindShape, version: number): Uint8Array {
  return initialHandle(shape, shape.initial[version]!).getChanges([])[0]!
}

function initialHandle(shape: KindShape, fields: { readonly [key: string]: Json }): Handle {
  const handle = emptyHandle(NOBODY)
  putFields(handle, shape, '_root', [], sorted(fields))
  if (handle.pendingOps() === 0) handle.emptyChange(null, 0)
  else handle.commit(null, 0)
  return handle
}

/** Keys in order, so that the bytes do not hang on how the source was written. */
function sorted(fields: { readonly [key: string]: Json }): { readonly [key: string]: Json } {
  const keys = Object.keys(fields).toSorted()
  return Object.fromEntries(keys.map((key) => [key, isMap(fields[key]!) ? sorted(fields[key]) : fields[key]!]))
}

function isMap(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
