import type { Json, Write } from '../../domain/write.ts'
import { toHex } from '../../shared/bytes.ts'
import { openChange, type OpenedChange } from '../unit/change-header.ts'
import { sha256 } from '../unit/sha256.ts'
import { placeMade, type Place } from '../authorship/places.ts'
import { MAKE_MAP } from '../unit/change-ops.ts'
import { writeChange } from './change-bytes.ts'
import { Editing, type WritingShape } from './editing.ts'
import { Entries } from './entries.ts'
import { Following, type LineState, MAX_TEXT_BYTES } from './following.ts'
import { makeNode, type MapNode, showNode } from './nodes.ts'

/** Operations of a document that is followed here; a longer one is Automerge's. */
export const MAX_LINEAR_OPERATIONS = 8_000
const NOBODY = '00'.repeat(16)

/** What the documents of a kind start from. */
export interface FirstContent {
  /** Of the deterministic first change: one hash, the number of its last operation, what it shows. */
  readonly heads: readonly string[]
  readonly maxOp: number
  readonly record: Json
  /** Where it matters who writes; see {@link KindShape}. */
  readonly places?: Place | undefined
}

/** The person (hex) whose device a session (hex) belongs to; undefined where that is nobody's who was ever let in. */
export type PersonOf = (session: string) => string | undefined

/** Who writes to a document. */
export interface Writers {
  readonly personOf: PersonOf
  /** Session (hex) that made it. */
  readonly creator: string
}
const NOBODYS: Writers = { personOf: () => undefined, creator: '' }

/**
 * A document whose changes each build on the one before, so that nobody wrote while another did: what it shows
 * follows from its operations one after the other, without merging. It understands what Muster writes, to the byte; of
 * anything else it says so, and the document is Automerge's to judge. Bounded in time and memory for whatever bytes.
 */
export class LinearDocument {
  readonly #state: LineState
  readonly #personOf: PersonOf
  readonly #creator: string
  readonly #actors = [NOBODY]
  /** Session (hex) -> its last change. */
  readonly #last = new Map<string, { readonly number: number; readonly hash: string }>()
  /** Hashes of all changes, hex. */
  readonly #changes: Set<string>
  #head: string

  private constructor(head: string, { places, personOf, creator }: { places: Place | undefined } & Writers) {
    this.#state = { root: makeNode('map', 1, places), objects: new Map(), authors: [0], textBytes: 0 }
    this.#personOf = personOf
    this.#creator = creator
    this.#head = head
    this.#changes = new Set([head])
  }

  /** With only its first change; undefined where that holds more than empty maps and texts. */
  static begin(
    { heads, maxOp, record, places }: FirstContent,
    { personOf, creator }: Writers = NOBODYS,
  ): LinearDocument | undefined {
    const document = new LinearDocument(heads[0] ?? '', { places, personOf, creator })
    const filled = fill(document.#state, document.#state.root, record)
    return filled && heads.length === 1 && document.maxOp === maxOp ? document : undefined
  }

  /** Hash of the last change, hex. */
  get head(): string {
    return this.#head
  }

  /** Number of the last operation. */
  get maxOp(): number {
    return this.#state.authors.length - 1
  }

  /**
   * Follows the next change. False when it is not understood; the document is of no use then.
   * @param opened what was read of it, where it was
   */
  apply(change: Uint8Array, opened?: OpenedChange): boolean {
    try {
      return this.#apply(opened ?? openChange(change, { maxStartOp: this.maxOp + 1 }))
    } catch {
      return false
    }
  }

  /** A fresh copy of what it shows. */
  record(): Json {
    return showNode(this.#state.root)
  }

  /**
   * Makes one change of these writes, the very one that Automerge would make, and follows it.
   * @param options.at milliseconds
   * @returns undefined for what is Automerge's to write or to refuse; the document is of no use then
   */
  edit(
    writes: readonly Write[],
    { session, at, shape }: { readonly session: string; readonly at: number; readonly shape: WritingShape },
  ): { readonly change: Uint8Array; readonly number: number } | undefined {
    const last = this.#last.get(session)
    const startOp = this.maxOp + 1
    const entries = this.#entries(session, (last?.number ?? 0) + 1)
    const editing = new Editing({ state: this.#state, shape, author: this.#authorOf(session), entries })
    if (!writes.every((write) => editing.write(write)) || editing.operations.length === 0) return undefined
    if (!entries.sound) return undefined
    if (this.maxOp > MAX_LINEAR_OPERATIONS || this.#state.textBytes > MAX_TEXT_BYTES) return undefined
    const number = (last?.number ?? 0) + 1
    const change = writeChange({
      dependencies: [...new Set([this.#head, ...(last === undefined ? [] : [last.hash])])].toSorted(),
      actor: session,
      number,
      startOp,
      at,
      operations: editing.operations,
      authorOf: (op) => this.#actors[this.#state.authors[op]!]!,
    })
    this.#note({ actor: session, number, hash: toHex(sha256(change.subarray(8))) })
    return { change, number }
  }

  #entries(session: string, number: number): Entries {
    const creating = number === 1 && session === this.#creator
    return new Entries({ personOf: () => this.#personOf(session), creating })
  }

  /** The position of an actor, who may be new. */
  #authorOf(actor: string): number {
    const known = this.#actors.indexOf(actor)
    return known === -1 ? this.#actors.push(actor) - 1 : known
  }

  #note({ actor, number, hash }: { actor: string; number: number; hash: string }): void {
    this.#last.set(actor, { number, hash })
    this.#head = hash
    this.#changes.add(hash)
  }

  #apply({ header, others, operations }: OpenedChange): boolean {
    const { dependencies, startOp, lastOp, actor, number } = header
    if (!operations.canonical) return false
    // a session's own last change is named as well, though others came after it
    if (!dependencies.includes(this.#head) || !dependencies.every((hash) => this.#changes.has(hash))) return false
    if (startOp !== this.maxOp + 1 || lastOp > MAX_LINEAR_OPERATIONS) return false
    if (number !== (this.#last.get(actor)?.number ?? 0) + 1 || actor === NOBODY) return false
    const actors = [this.#authorOf(actor), ...others.map((id) => this.#actors.indexOf(id))]
    if (actors.includes(-1)) return false
    const entries = this.#entries(actor, number)
    if (!new Following({ state: this.#state, operations, actors, entries }).all()) return false
    this.#note(header)
    return true
  }
}

/** The first change numbers its operations as its keys come, in order. What may be text is '', and no number is a counter. */
function fill(state: LineState, node: MapNode, fields: Json): boolean {
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) return false
  const map = fields as { readonly [key: string]: Json }
  for (const key of Object.keys(map).toSorted()) {
    const op = state.authors.push(0) - 1
    const value = map[key]!
    if (value !== '' && (typeof value !== 'object' || value === null)) {
      if (typeof value === 'string') return false
      node.slots.set(key, { op, value, counts: false })
      continue
    }
    const place = node.place && placeMade(node.place, { key, action: MAKE_MAP, fresh: true, own: true, creating: true })
    if (place === false) return false
    const child = makeNode(value === '' ? 'text' : 'map', node.depth + 1, place)
    state.objects.set(op, child)
    node.slots.set(key, { op, value: child, counts: false })
    if (child.is === 'map' && !fill(state, child, value)) return false
  }
  return true
}
