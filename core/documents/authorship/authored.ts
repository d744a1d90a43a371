import type { Json, Path } from '../../domain/write.ts'
import { isBound, mayStand, withoutOwn } from './entry-id.ts'
import { ownerOf, type LogPlace } from './places.ts'
import { compareIds, sessionOf, type OwnValue, type PlacedObject, type Writings } from './writings.ts'
import type { Handle } from '../automerge/handle.ts'

type Bag = { [key: string]: Json }

interface Found {
  readonly id: string
  readonly entry: PlacedObject
}

/** What an entry says, as its writer put it. */
interface Claim {
  readonly content: Json
  readonly by: Json | undefined
  /** Whether its id can hold that content. */
  readonly fits: boolean
}

/**
 * Reads the places of one open document where it matters who wrote (ADR 0010): entries as their writer put them first, own values as
 * their person told them last; what others put there is left out. What is left is the same on every laptop.
 */
export class Authored {
  readonly writings: Writings
  /** Session -> person, both hex; sessions of nobody are not in it. */
  persons: { readonly [session: string]: string } = {}
  readonly #claims = new WeakMap<PlacedObject, Claim>()
  readonly #handle: () => Handle
  readonly #knows: (change: string, earlier: string) => boolean

  /** @param options.knows whether a change builds on an earlier one (hashes, hex) */
  constructor(options: {
    readonly writings: Writings
    readonly handle: () => Handle
    readonly knows: (change: string, earlier: string) => boolean
  }) {
    this.writings = options.writings
    this.#handle = options.handle
    this.#knows = options.knows
  }

  /** The record as it is to be read. @param record as the document shows it, fresh; it may be changed */
  correct(record: Json): Json {
    const { root, disturbed } = this.writings
    return !disturbed && this.#isSound(root, record) ? record : this.#rebuild(root, record)
  }

  /** Where a write to a key of an object goes, where that is not what the document shows there. */
  target(object: string, key: string): string | undefined {
    const parent = object === '_root' ? this.writings.root : this.writings.object(object)
    if (parent === undefined || parent.place.is === 'entries') return undefined
    if (parent.place.is === 'fields' && parent.place.of[key]?.is === 'given') return undefined
    if (parent.place.is !== 'log') return parent.children.get(key)?.id
    return this.#entry(parent.place, key, parent.entries.get(key) ?? [])?.id
  }

  /** Whether what the document shows at a key is an own value that somebody else put there. */
  isForeign(object: string, key: string): boolean {
    if (this.writings.object(object)?.place.is !== 'own') return false
    const shown = this.#handle().getAll(object, key)
    return shown.some((value) => this.persons[sessionOf(String(value.at(-1)))] !== ownerOf(key))
  }

  /** Whether an undisturbed document may be shown as it is. */
  #isSound(object: PlacedObject, shown: Json | undefined): boolean {
    const bag = isBag(shown) ? shown : {}
    if (object.place.is === 'log') {
      for (const [id, [entry]] of object.entries)
        if (!this.#isTrue(object.place, { id, entry: entry! }, bag[id]) || !this.#isSound(entry!, bag[id])) return false
    }
    for (const [key, values] of object.values)
      if (values.some(({ session }) => !this.#isTheirs(object, { key, session, shown: bag[key] }))) return false
    for (const [key, child] of object.children) if (!this.#isSound(child, bag[key])) return false
    return true
  }

  /** Whether a value is told by who may tell it. */
  #isTheirs(object: PlacedObject, value: { key: string; session: string; shown: Json | undefined }): boolean {
    const person = this.persons[value.session]
    if (object.place.is === 'own') return person === ownerOf(value.key)
    const place = object.place.is === 'fields' ? object.place.of[value.key] : undefined
    return place?.is === 'given' && (!place.creator || person === value.shown)
  }

  #rebuild(object: PlacedObject, shown: Json): Json {
    const { place } = object
    if (place.is === 'log') return this.#entries(place, object)
    if (place.is === 'own') return this.#values(object)
    const bag: Bag = isBag(shown) ? shown : {}
    if (place.is === 'fields') {
      for (const key of Object.keys(place.of)) {
        const at = place.of[key]!
        const child = object.children.get(key)
        const given = at.is === 'given' ? this.#given(object, key, at.creator) : undefined
        if (given !== undefined) bag[key] = given
        else if (child === undefined || at.is === 'given') delete bag[key]
        else
          bag[key] = this.#rebuild(
            child,
            this.#shownAt(object, key, bag)?.id === child.id ? bag[key]! : this.#read(child),
          )
      }
    } else if (place.is === 'entries') {
      for (const key of Object.keys(bag)) {
        const child = this.#shownAt(object, key, bag)
        if (child !== undefined) bag[key] = this.#rebuild(child, bag[key]!)
      }
    }
    return bag
  }

  #entries(place: LogPlace, log: PlacedObject): Bag {
    const bag: Bag = {}
    for (const [id, written] of [...log.entries].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      const entry = this.#entry(place, id, written)
      if (entry === undefined) continue
      const content = { ...(this.#claim(place, { id, entry }).content as Bag) }
      for (const name of place.own) {
        const values = entry.children.get(name)
        if (values !== undefined) content[name] = this.#values(values)
      }
      bag[id] = content
    }
    return bag
  }

  /**
   * Of all that was put under one id by those it names: what all the others were put over. Where there is no such one, they were put
   * to deceive, and none counts, unless several may choose that id: then the lowest.
   */
  #entry(place: LogPlace, id: string, written: readonly PlacedObject[]): PlacedObject | undefined {
    const sound = written
      .filter((entry) => this.#isTrue(place, { id, entry }))
      .toSorted((a, b) => compareIds(a.id, b.id))
    const [first, ...others] = sound
    if (first === undefined || isBound(id) || Object.hasOwn(place.shared, id)) return first
    return others.every(({ change }) => change === first.change || this.#knows(change, first.change))
      ? first
      : undefined
  }

  #values(object: PlacedObject): Bag {
    const bag: Bag = {}
    for (const [key, values] of [...object.values].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
      const theirs = values.filter(({ session }) => this.persons[session] === ownerOf(key))
      const last = theirs.toSorted((a, b) => compareIds(a.id, b.id)).at(-1)
      if (last?.sets !== true) continue
      const value = this.#valueOf(object, key, last)
      if (value !== undefined) bag[key] = value
    }
    return bag
  }

  #given(object: PlacedObject, key: string, creator: boolean): Json | undefined {
    const [value] = object.values.get(key) ?? []
    if (value === undefined) return undefined
    if (creator) return this.persons[value.session]
    if (!value.sets) return this.#handle().materialize(value.id, [value.change]) as Json
    return this.#valueOf(object, key, value)
  }

  #valueOf(object: PlacedObject, key: string, { id, change }: OwnValue): Json | undefined {
    const found = this.#handle().getAll(object.id, key, [change])
    return found.find((value) => value.at(-1) === id)?.[1] as Json | undefined
  }

  #isTrue(log: LogPlace, { id, entry }: Found, shown?: Json): boolean {
    const { by, fits } = this.#claim(log, { id, entry }, shown)
    return fits && typeof by === 'string' && by === this.persons[entry.session]
  }

  /** @param shown the entry where it is known to be shown as it was put */
  #claim(log: LogPlace, { id, entry }: Found, shown?: Json): Claim {
    const known = this.#claims.get(entry)
    if (known !== undefined) return known
    const content = withoutOwn(shown ?? (this.#handle().materialize(entry.id, [entry.change]) as Json), log.own)
    const by = isBag(content) && Object.hasOwn(content, 'by') ? content['by'] : undefined
    const claim = { content, by, fits: mayStand(log, id, content) }
    this.#claims.set(entry, claim)
    return claim
  }

  /** The object that the document shows at a key. */
  #shownAt(object: PlacedObject, key: string, bag: Bag): PlacedObject | undefined {
    if (!Object.hasOwn(bag, key)) return undefined
    const found = this.#handle().getWithType(object.id, key)
    return found?.[0] === 'map' ? this.writings.object(found[1]) : undefined
  }

  /** An object that the document does not show any more, with all that was written in it. */
  #read(object: PlacedObject): Json {
    return this.#handle().materialize(object.id) as Json
  }
}

/** The object that stands at a path for writing; undefined where nothing does. */
export function objectAt(handle: Handle, path: Path, authored?: Authored): string | undefined {
  let object = '_root'
  for (const key of path) {
    const target = authored?.target(object, key)
    if (target !== undefined) {
      object = target
      continue
    }
    const found = handle.getWithType(object, key)
    if (found?.[0] !== 'map') return undefined
    object = found[1]
  }
  return object
}

function isBag(value: Json | undefined): value is Bag {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
