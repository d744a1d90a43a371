import type { Field, Fields, SharedIds } from '../../domain/shape/fields.ts'
import { MAKE_LIST, MAKE_MAP, MAKE_TEXT, SET } from '../unit/change-ops.ts'

/** Where in the records of a kind it matters who wrote (ADR 0010), as data: only what leads there. */
export type Place =
  /** Named fields: the record itself, a struct, an entry of a map. */
  | { readonly is: 'fields'; readonly of: { readonly [name: string]: Place } }
  /** A map of entries that anybody may change. */
  | { readonly is: 'entries'; readonly of: Place }
  /** A log: see {@link LogPlace}. */
  | LogPlace
  /** Values under `person/name`, each told by that person alone. */
  | { readonly is: 'own' }
  /** A value that whoever made the record put with it, for good; or who that was. */
  | { readonly is: 'given'; readonly creator: boolean }

/** Entries that are written once, each by a device of the person that its `by` names. */
export interface LogPlace {
  readonly is: 'log'
  /** Ids that several laptops choose alike, with the values that an entry must have there. */
  readonly shared: SharedIds
  /** Fields of an entry that hold own values of others, and are no part of what its writer wrote. */
  readonly own: readonly string[]
  /** Most entries that are read of it. */
  readonly max: number
}

/** Where an object stands: in a log's entry, what belongs to the entry is an entry too. */
export type ObjectPlace = Place | { readonly is: 'entry'; readonly own: readonly string[] }

/**
 * Undefined where a kind has no such place.
 * @param options.made the fields are those of records that one session makes, not of one that several may begin apart
 */
export function placesOf(fields: Fields, { made = false }: { readonly made?: boolean } = {}): Place | undefined {
  const of: { [name: string]: Place } = {}
  for (const [name, field] of Object.entries(fields)) {
    const place = placeOf(field) ?? (made ? givenOf(field) : undefined)
    if (place !== undefined) of[name] = place
  }
  return Object.keys(of).length === 0 ? undefined : { is: 'fields', of }
}

function givenOf(field: Field): Place | undefined {
  const given = field.is === 'scalar' || field.is === 'tuple' ? field.given : undefined
  return given && { is: 'given', creator: given === 'creator' }
}

function placeOf(field: Field): Place | undefined {
  if (field.is === 'log') return { is: 'log', shared: field.shared, own: ownNames(field.fields), max: field.max }
  if (field.is === 'flat') return field.own ? { is: 'own' } : undefined
  if (field.is === 'struct') return placesOf(field.fields)
  const of = field.is === 'map' ? placesOf(field.fields) : undefined
  return of && { is: 'entries', of }
}

function ownNames(fields: Fields): string[] {
  return Object.keys(fields).filter((name) => {
    const field = fields[name]!
    return field.is === 'flat' && field.own
  })
}

/** One operation on a map, as far as places need it. */
export interface MapOperation {
  readonly key: string
  /** See change-ops.ts. */
  readonly action: number
  /** Nothing was ever put at that key. */
  readonly fresh: boolean
  /** The map was made by the same change. */
  readonly own: boolean
  /** The change is the first of whoever made the record. */
  readonly creating: boolean
}

/**
 * Where that stands which an operation makes in an object standing at `parent`; undefined where it does not matter. False for
 * what no unchanged Muster writes: the maps that things are kept in are made with the record, entries are put once, and nothing
 * is ever written into the entry of another change.
 */
export function placeMade(
  parent: ObjectPlace,
  { key, action, fresh, own, creating }: MapOperation,
): ObjectPlace | undefined | false {
  const puts = fresh && action === MAKE_MAP
  switch (parent.is) {
    case 'fields': {
      const place = Object.hasOwn(parent.of, key) ? parent.of[key] : undefined
      if (place?.is !== 'given') return place === undefined || (puts && own) ? place : false
      if (!fresh || !creating) return false
      return action === SET ? undefined : action === MAKE_LIST && { is: 'entry', own: [] }
    }
    case 'entries':
      return puts ? parent.of : false
    case 'log':
      return puts ? { is: 'entry', own: parent.own } : false
    case 'entry':
      if (!own) return false
      if (parent.own.includes(key)) return puts ? { is: 'own' } : false
      return action === MAKE_MAP || action === MAKE_LIST || action === MAKE_TEXT ? { is: 'entry', own: [] } : undefined
    case 'own':
      return action === SET ? undefined : false
    case 'given':
      return false
  }
}

/** Whose value stands under a key of an `own` place. */
export function ownerOf(key: string): string {
  return key.split('/', 1)[0]!
}
