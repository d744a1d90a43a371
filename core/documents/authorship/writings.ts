import { MAKE_LIST, MAKE_MAP, MAKE_TEXT, SET, type Operations } from '../unit/change-ops.ts'
import { placeMade, type ObjectPlace, type Place } from './places.ts'

/** An object of a document that stands where it matters who writes. */
export interface PlacedObject {
  /** As Automerge names it: `number@actor`, the root `_root`. */
  readonly id: string
  readonly place: ObjectPlace
  /** Session (hex) and change (hash, hex) that made it. */
  readonly session: string
  readonly change: string
  /** What was made in it with it, by key; of a log nothing. */
  readonly children: Map<string, PlacedObject>
  /** Of a log: all entries ever put, by id. */
  readonly entries: Map<string, PlacedObject[]>
  /** Of a place of own values: all that was ever done to a key; of a record what it was made with. */
  readonly values: Map<string, OwnValue[]>
}

/** One operation on an own value. */
export interface OwnValue {
  readonly id: string
  readonly session: string
  readonly change: string
  /** False for what takes the value away, or is none. */
  readonly sets: boolean
}

/** A change whose operations are taken in. */
export interface TakenChange {
  /** Hex. */
  readonly hash: string
  readonly actor: string
  /** Other actors that it names, hex, ascending. */
  readonly others: readonly string[]
  /** Of this change among those of its actor. */
  readonly number: number
  readonly startOp: number
  readonly operations: Operations
}

/**
 * Who wrote what of one document, where it matters: every entry of a log and every own value that was ever put, also those that the
 * document does not show any more. A function of the set of changes; they come in causal order.
 */
export class Writings {
  readonly root: PlacedObject
  /**
   * Something was done that no unchanged Muster does. While not, the document shows just these entries and values, each as it was
   * put; once so, it may show anything.
   */
  disturbed = false
  /** Session (hex) that made the document. */
  creator = ''
  readonly #objects = new Map<string, PlacedObject>()

  /** @param first hash of the deterministic first change, which is to be taken first */
  constructor(place: Place, first: string) {
    this.root = placed({ id: '_root', place, session: '', change: first })
  }

  /** The object of that id; undefined for one that stands where it does not matter who writes. */
  object(id: string): PlacedObject | undefined {
    return this.#objects.get(id)
  }

  take(change: TakenChange): void {
    const { operations, actor, others } = change
    const actorAt = (index: number): string => (index === 0 ? actor : others[index - 1]!)
    let op = change.startOp
    for (const { count, action, objectActor, objectCounter, keyText } of operations.stretches) {
      const named = objectActor !== null && objectCounter !== null
      const object = named ? this.#objects.get(`${objectCounter}@${actorAt(objectActor)}`) : this.root
      const from = op
      op += count
      if (object === undefined) continue
      if (keyText !== null)
        for (let at = from; at < op; at++) this.#one(object, { id: `${at}@${actor}`, key: keyText, action }, change)
      else if (object.change !== change.hash) this.disturbed = true // in a list of an entry of another change
    }
  }

  #one(
    object: PlacedObject,
    { id, key, action }: { id: string; key: string; action: number },
    { actor, hash, number }: TakenChange,
  ): void {
    const own = object.change === hash
    const creating = number === 1 && actor === this.creator
    const isOwn = object.place.is === 'own'
    const fresh = !object.children.has(key) && !object.entries.has(key) && (isOwn || !object.values.has(key))
    const place = placeMade(object.place, { key, action, fresh, own, creating })
    if (place === false) this.disturbed = true
    const makes = action === MAKE_MAP || action === MAKE_LIST || action === MAKE_TEXT
    const made = (at: ObjectPlace): PlacedObject => {
      const child = placed({ id, place: at, session: actor, change: hash })
      this.#objects.set(id, child)
      return child
    }
    switch (object.place.is) {
      case 'own':
        push(object.values, key, { id, session: actor, change: hash, sets: action === SET })
        return
      case 'log':
        if (action === MAKE_MAP) push(object.entries, key, made({ is: 'entry', own: object.place.own }))
        return
      case 'entries':
        if (action === MAKE_MAP) object.children.set(key, made(object.place.of))
        return
      default:
        if (isGiven(object.place, key) && place !== false)
          push(object.values, key, { id, session: actor, change: hash, sets: action === SET })
        if (makes && place !== undefined && place !== false && fresh) object.children.set(key, made(place))
    }
  }
}

function isGiven(place: ObjectPlace, key: string): boolean {
  return place.is === 'fields' && Object.hasOwn(place.of, key) && place.of[key]!.is === 'given'
}

function placed(object: Pick<PlacedObject, 'id' | 'place' | 'session' | 'change'>): PlacedObject {
  return { ...object, children: new Map(), entries: new Map(), values: new Map() }
}

function push<T>(into: Map<string, T[]>, key: string, value: T): void {
  const list = into.get(key)
  if (list === undefined) into.set(key, [value])
  else list.push(value)
}

/** The session (hex) that made an operation or an object. */
export function sessionOf(id: string): string {
  return id.slice(id.indexOf('@') + 1)
}

/** Orders operations as Automerge does: by number, then by actor. */
export function compareIds(a: string, b: string): number {
  const [first, second] = [parseInt(a, 10), parseInt(b, 10)]
  if (first !== second) return first - second
  return a < b ? -1 : a > b ? 1 : 0
}
