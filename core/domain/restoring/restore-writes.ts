import { fieldWrites, put } from '../edits/edit.ts'
import { kindSpec, type RecordKind } from '../kinds.ts'
import type { Field, Fields, FlatField, MapField, ScalarFields, SetField } from '../shape/fields.ts'
import { textWrites } from '../text/splices.ts'
import type { Json, Path, Write } from '../write.ts'
import { authoredSince, holdsAuthored } from './authored.ts'
import { storedFields } from './stored.ts'

type Bag = { readonly [key: string]: unknown }

/** Who sets back, and when: milliseconds. */
export interface Restorer {
  readonly by: string
  readonly now: number
}

/**
 * How text and counters are set back. A changed copy can have put something else in their place, which cannot be told from the
 * plain record: what fails one way is tried the other.
 */
export interface RestoreWay {
  readonly text: 'splice' | 'put'
  readonly counters: 'add' | 'put'
}
/** In the order in which they are tried. */
export const RESTORE_WAYS: readonly RestoreWay[] = [
  { text: 'splice', counters: 'add' },
  { text: 'put', counters: 'put' },
  { text: 'splice', counters: 'put' },
  { text: 'put', counters: 'add' },
]

/**
 * Fields that are never set back. Who made a record is told by its making, who changed it last by the change that sets back. That
 * somebody accepted the safety agreement is theirs alone to say.
 */
const KEPT: ReadonlySet<string> = new Set([
  'v',
  'createdAt',
  'createdBy',
  'updatedAt',
  'updatedBy',
  'safetyAgreementAt',
])

/**
 * The writes that bring the plain fields of a record (stored shapes) back to what they were. Logs and own values (ADR 0010) are
 * left as they are: nobody writes anew what others have said. Of entries made since, those that can be put away are; others
 * are taken out where nobody's words stand in them. Nothing for a record that is so already.
 */
export function restoreWrites(
  kind: RecordKind,
  { now, was }: { readonly now: Json; readonly was: Json },
  restorer: Restorer,
  way: RestoreWay = RESTORE_WAYS[0]!,
): Write[] {
  const { fields, parse } = kindSpec(kind)
  const open = Object.fromEntries(Object.entries(fields).filter(([name]) => !KEPT.has(name)))
  const back = new Backward(restorer, way)
  return noted(back.fields(open, { now: parse(now).record, was: parse(was).record, raw: bag(now) }, []), restorer)
}

/** The writes that put away a record that was made since; nothing where it is put away already. */
export function putAwayWrites(kind: RecordKind, now: Json, restorer: Restorer): Write[] {
  const { archivedAt } = kindSpec(kind).parse(now).record as unknown as { readonly archivedAt: number | null }
  if (archivedAt !== null) return []
  return noted([put(['archivedAt'], restorer.now), put(['archivedBy'], restorer.by)], restorer)
}

/** How many entries under people's names came since, and stay. */
export function entriesSince(kind: RecordKind, { now, was }: { readonly now: Json; readonly was: Json }): number {
  const { fields, parse } = kindSpec(kind)
  return authoredSince(fields, parse(now).record, parse(was).record)
}

function noted(writes: Write[], { by, now }: Restorer): Write[] {
  return writes.length === 0 ? [] : [...writes, put(['updatedAt'], now), put(['updatedBy'], by)]
}

/** A part of a record as parsed, now and then, and as it is stored now: junk that is not read may stand there. */
interface Part {
  readonly now: Bag
  readonly was: Bag
  readonly raw: Bag
}

class Backward {
  readonly #restorer: Restorer
  readonly #way: RestoreWay

  constructor(restorer: Restorer, way: RestoreWay) {
    this.#restorer = restorer
    this.#way = way
  }

  fields(fields: Fields, part: Part, at: Path): Write[] {
    return Object.entries(fields).flatMap(([name, field]) =>
      this.#field(name, field, { now: part.now[name], was: part.was[name], raw: own(part.raw, name), part }, at),
    )
  }

  #field(
    name: string,
    field: Field,
    { now, was, raw, part }: { now: unknown; was: unknown; raw: unknown; part: Part },
    at: Path,
  ): Write[] {
    const path = [...at, name]
    switch (field.is) {
      case 'scalar':
        return field.given === undefined ? fieldWrites({ [name]: field }, part.now, { [name]: was ?? null }, at) : []
      case 'tuple':
        return field.given === undefined
          ? fieldWrites({ [name]: field }, part.now as never, { [name]: was ?? null }, at)
          : []
      case 'list':
        return fieldWrites({ [name]: field }, part.now as never, { [name]: was }, at)
      case 'text':
        return this.#text(path, raw, was as string)
      case 'counter':
        return this.#counter(path, now as number, was as number)
      case 'set':
        return isBag(raw) ? setBack(path, field, raw, was as readonly string[]) : replaced(path, field, raw, was)
      case 'struct':
        if (!isBag(raw)) return replaced(path, field, raw, was)
        return this.fields(field.fields, { now: bag(now), was: bag(was), raw }, path)
      case 'map':
        return isBag(raw)
          ? this.#map(path, field, { now: bag(now), was: bag(was), raw })
          : replaced(path, field, raw, was)
      case 'flat':
        if (field.own) return []
        return isBag(raw)
          ? flatBack(path, field, { now: bag(now), was: bag(was), raw })
          : replaced(path, field, raw, was)
      case 'log':
        return []
    }
  }

  #text(path: Path, raw: unknown, was: string): Write[] {
    if (this.#way.text === 'splice' && typeof raw === 'string') return textWrites(path, raw, was)
    return raw === was ? [] : [put(path, was)]
  }

  #counter(path: Path, now: number, was: number): Write[] {
    if (now === was) return []
    return [this.#way.counters === 'add' ? { op: 'add', path, by: was - now } : put(path, was)]
  }

  #map(path: Path, field: MapField<Fields>, { now, was, raw }: Part): Write[] {
    const fields = field.fields
    // So many keys crowd out entries that were read before
    if (Object.keys(raw).length > field.max && !holdsAuthored(fields))
      return [put(path, storedFields({ field }, { field: was })['field']!)]
    const writes: Write[] = []
    for (const [id, entry] of Object.entries(was)) {
      const at = [...path, id]
      if (!Object.hasOwn(now, id)) writes.push(put(at, storedFields(fields, bag(entry))))
      else writes.push(...this.fields(fields, { now: bag(now[id]), was: bag(entry), raw: bag(own(raw, id)) }, at))
    }
    for (const id of Object.keys(now))
      if (!Object.hasOwn(was, id)) writes.push(...this.#made([...path, id], fields, bag(now[id])))
    return writes
  }

  /** An entry that was made since. */
  #made(at: Path, fields: Fields, entry: Bag): Write[] {
    if (Object.hasOwn(fields, 'archivedAt'))
      return entry['archivedAt'] === null ? [put([...at, 'archivedAt'], this.#restorer.now)] : []
    return holdsAuthored(fields) ? [] : [put(at, null)]
  }
}

/** Word by word, so that what others add beside it at the same time survives; as a whole where junk crowds words out. */
function setBack(path: Path, field: SetField<string>, raw: Bag, was: readonly string[]): Write[] {
  if (Object.keys(raw).length > 10 * field.max) return replaced(path, field, raw, was)
  const wanted = new Set(was)
  const gone = Object.keys(raw).filter((word) => raw[word] === true && !wanted.has(word))
  const back = was.filter((word) => own(raw, word) !== true)
  return [...gone.map((word) => put([...path, word], false)), ...back.map((word) => put([...path, word], true))]
}

function flatBack(path: Path, field: FlatField<ScalarFields>, { now, was, raw }: Part): Write[] {
  const names = Object.keys(field.fields)
  if (Object.keys(raw).length > field.max * Math.max(names.length, 1)) return replaced(path, field, raw, was)
  const writes: Write[] = []
  for (const member of new Set([...Object.keys(was), ...Object.keys(now)])) {
    const [before, after] = [bag(own(was, member)), bag(own(now, member))]
    for (const name of names) {
      const wanted = before[name] ?? null
      if (wanted !== (after[name] ?? null)) writes.push(put([...path, `${member}/${name}`], wanted as Json))
    }
  }
  return writes
}

/** Something else stands in the place of what holds the values: it is put anew, without anybody's words. */
function replaced(path: Path, field: Field, raw: unknown, was: unknown): Write[] {
  const wanted = storedFields({ field }, { field: was })['field']
  return wanted === undefined || (raw === undefined && isEmpty(wanted)) ? [] : [put(path, wanted)]
}

function isEmpty(value: Json): boolean {
  return isBag(value) && Object.keys(value).length === 0
}

function own(map: Bag, key: string): unknown {
  return Object.hasOwn(map, key) ? map[key] : undefined
}

function bag(value: unknown): Bag {
  return isBag(value) ? value : {}
}

function isBag(value: unknown): value is Bag {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
