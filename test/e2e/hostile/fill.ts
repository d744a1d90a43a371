import * as words from '../../../core/domain/records/words.ts'
import type { Field, Fields, LogField } from '../../../core/domain/shape/fields.ts'
import { INCIDENT_STATES } from '../../../core/domain/states/incident-states.ts'
import { RESPONDER_STATES } from '../../../core/domain/states/responder-states.ts'
import { VERIFICATION_STATES } from '../../../core/domain/states/verification-states.ts'
import {
  DEMAND_STATES,
  NEED_STATES,
  PLAN_STATES,
  SPONSOR_STATES,
  TASK_STATES,
} from '../../../core/domain/states/work-states.ts'
import type { Json, Path, Write } from '../../../core/domain/write.ts'

export interface FillOptions {
  /** A hostile text for the field at that path, of at most so many units; each call may give another. */
  readonly text: (where: string, max: number) => string
  /** Person ids that are known, for the entries that must belong to somebody. */
  readonly people: readonly string[]
  /** Person id of who writes: entries under another's name are passed over by whoever reads them. */
  readonly writer: string
  /** Milliseconds. */
  readonly now: number
  /** Chooses among the values that a field takes. */
  readonly variant: number
}

/** Where nothing of the record would be shown any more, or its version would be another. */
const LEFT_OUT = new Set(['v', 'flags', 'archivedAt', 'archivedBy'])
const LENGTHS = [4_000, 2_000, 1_000, 500, 200, 120, 100, 64, 30]
const CLOSED: readonly string[] = [
  ...Object.values(words).flatMap((list) => [...list]),
  ...INCIDENT_STATES,
  ...RESPONDER_STATES,
  ...VERIFICATION_STATES,
  ...NEED_STATES,
  ...TASK_STATES,
  ...PLAN_STATES,
  ...SPONSOR_STATES,
  ...DEMAND_STATES,
]
/** Of the forms that have a pattern, what is worst within it. */
const RULES = ['FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30', 'FREQ=YEARLY;BYYEARDAY=1;BYMONTH=1', 'FREQ=SECONDLY;INTERVAL=0']
const FORMS = [
  '+34600000001',
  "'onclick=alert`1`'@127.1",
  'https://127.1/onclick=fetch`1`',
  'zz-a-a',
  'ZZ',
  '*#06#',
  '9C3W9QCJ+2V',
  '23:59',
  'Person A',
  'image/png',
  '0'.repeat(64),
  'Mars/Olympus',
]
const IDS = ['constructor', 'toString', 'hasOwnProperty']
const NUMBERS = [1_000_000_000, 50_000_000, 10_000, 3_650, 1_440, 1_000, 100, 20, 1, 0, -90]

/** Writes that fill every field of a kind of record. */
export function fillRecord(fields: Fields, options: FillOptions): Write[] {
  return fillAt(fields, [], options)
}

function fillAt(fields: Fields, at: Path, options: FillOptions): Write[] {
  return Object.entries(fields).flatMap(([name, field]): Write[] => {
    if (LEFT_OUT.has(name)) return []
    const path = [...at, name]
    if (field.is === 'text')
      return [{ op: 'splice', path, index: 0, remove: 0, insert: options.text(path.join('.'), field.max) }]
    if (field.is === 'counter') return [{ op: 'add', path, by: 7 }]
    if (field.is === 'struct') return fillAt(field.fields, path, options)
    const value = storedValue(field, path, options)
    if (value === undefined) return []
    const isMap = field.is === 'set' || field.is === 'map' || field.is === 'log' || field.is === 'flat'
    if (!isMap) return [{ op: 'put', path, value }]
    return Object.entries(value as object).map(([key, entry]: [string, Json]) => ({
      op: 'put',
      path: [...path, key],
      value: entry,
    }))
  })
}

function storedValue(field: Field, path: Path, options: FillOptions): Json | undefined {
  const where = path.join('.')
  switch (field.is) {
    case 'scalar':
      return accepted((value) => field.read(value) !== undefined, where, options)
    case 'list':
      return Array.from({ length: Math.min(field.max, 3) }, (_, n) =>
        accepted((value) => field.read(value) !== undefined, `${where}.${n}`, options),
      ).flatMap((value) => value ?? [])
    case 'tuple':
      return Object.entries(field.fields as Fields).map(
        ([name, one]) => storedValue(one, [...path, name], options) ?? null,
      )
    case 'set': {
      const same = (value: unknown): boolean => typeof value === 'string' && field.read(value) === value
      const keys = Array.from({ length: 6 }, (_, n) => accepted(same, `${where}.${n}`, options))
      return Object.fromEntries(keys.flatMap((key) => (typeof key === 'string' ? [[key, true]] : [])))
    }
    case 'map':
      return entriesOf(path, options, (at) => storedFields(field.fields, at, options))
    case 'log':
      return entriesOf(path, options, (at) => {
        const entry = { ...storedFields(field.fields, at, options), by: options.writer, after: [] }
        return 'from' in entry ? { ...entry, ...allowedMove(field, entry) } : entry
      })
    case 'flat':
      return Object.fromEntries(
        [...options.people, IDS[0]!].flatMap((person) =>
          Object.entries(storedFields(field.fields, [...path, '0'], options)).map(([name, value]) => [
            `${person}/${name}`,
            value,
          ]),
        ),
      )
    case 'struct':
      return storedFields(field.fields, path, options)
    case 'text':
    case 'counter':
      return undefined
  }
}

/** A step that the state machine of the log knows. */
function allowedMove(field: LogField<Fields>, entry: object): { from: string; to: string } | undefined {
  for (const from of CLOSED) {
    for (const to of CLOSED) if (field.accept({ ...entry, from, to } as never)) return { from, to }
  }
  return undefined
}

function entriesOf(path: Path, options: FillOptions, make: (at: Path) => Json): { [id: string]: Json } {
  const ids = [`e${options.variant}`, IDS[options.variant % IDS.length]!]
  return Object.fromEntries(ids.map((id, n) => [id, make([...path, String(n)])]))
}

function storedFields(fields: Fields, path: Path, options: FillOptions): { [name: string]: Json } {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, field]) => {
      const value = LEFT_OUT.has(name) ? undefined : storedValue(field, [...path, name], options)
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

/** The first value that the field takes: hostile text where it may be any, else the worst of its form. */
function accepted(fits: (value: Json) => boolean, where: string, options: FillOptions): Json | undefined {
  const { variant, people, now } = options
  for (const max of LENGTHS) {
    for (let attempt = 0; attempt < 3; attempt++) {
      const text = options.text(where, max)
      if (text !== '' && fits(text)) return text
    }
  }
  const person = variant === 1 ? IDS[0]! : people[variant % people.length]!
  const times = [now + 3_600_000, 7_258_118_400_000, 0]
  const turned = [...CLOSED.slice(variant * 7), ...CLOSED.slice(0, variant * 7)]
  return [
    RULES[variant % RULES.length]!,
    person,
    ...FORMS,
    ...turned,
    times[variant % times.length]!,
    ...NUMBERS,
    true,
  ].find((value) => fits(value))
}
