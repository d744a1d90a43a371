import type { ShownRecord } from '../../core/bridge/contract/parts.ts'
import type { Kind } from '../input/names.ts'
import { safeLine, safeText } from './safe-text.ts'
import { table } from './table.ts'
import { localTime } from './times.ts'

const HEADINGS: Record<Kind, readonly string[]> = {
  contact: ['ID', 'NAME', 'PHONE', 'ROLES'],
  incident: ['ID', 'STATE', 'VERIFIED', 'KIND', 'WHAT', 'PLACE', 'SOURCE'],
  plan: ['ID', 'STATE', 'KIND', 'SUMMARY', 'START', 'PLACE'],
  alert: ['ID', 'STATE', 'DRILL', 'GATE', 'VERIFIED', 'KIND', 'HEADLINE', 'SENT', 'COMING', 'REACHED'],
}

/** Fields that hold milliseconds. */
const TIMES = /At$|^(?:at|start|end|due|eta|since)$/

/** A list as people read it, with what is beyond the window. */
export function recordTable(
  kind: Kind,
  list: { total: number; records: readonly ShownRecord[]; offset: number },
  columns: number,
): string {
  if (list.total === 0) return 'Nothing here.'
  const rows = list.records.map((record) => [record.id.slice(0, 8), ...cells(kind, record)])
  const until = list.offset + list.records.length
  const rest =
    until < list.total || list.offset > 0
      ? `\n${list.records.length === 0 ? 0 : list.offset + 1} to ${until} of ${list.total}`
      : ''
  return `${table(HEADINGS[kind], rows, columns)}${rest}`
}

/** Who and when: told last. */
const LAST = ['createdAt', 'createdBy', 'updatedAt', 'updatedBy']
/** Said only where it is so. */
const WORTH_SAYING_WHEN_TRUE = ['contested', 'fromFuture', 'noneWanted', 'overdue', 'expired', 'hidden']

/**
 * Every field of one record, one a line, nested ones indented.
 *
 * @param people names by person id, shown in place of the ids
 */
export function recordText(record: ShownRecord, people: ReadonlyMap<string, string> = new Map()): string {
  const { id, v: _version, ...fields } = record
  const entries = Object.entries(fields)
  const isLast = ([key]: readonly [string, unknown]): boolean => LAST.includes(key)
  return [['id', id] as const, ...entries.filter((one) => !isLast(one)), ...entries.filter(isLast)]
    .flatMap(([key, value]) => field(key, named(value, people), ''))
    .join('\n')
}

/** The value with names for the ids of people, all the way down. */
function named(value: unknown, people: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return people.get(value) ?? value
  if (Array.isArray(value)) return value.map((item) => named(item, people))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, named(item, people)]))
}

function cells(kind: Kind, record: ShownRecord): string[] {
  const at = (...path: string[]): string => words(path.reduce<unknown>((value, key) => own(value, key), record))
  if (kind === 'contact') return [at('fn'), at('tel'), at('role')]
  if (kind === 'plan') return [at('state'), at('kind'), at('summary'), time(own(record, 'start')), at('place', 'label')]
  if (kind === 'alert')
    return [
      at('state'),
      own(record, 'drill') === true ? 'exercise' : '',
      own(record, 'gate') === 'failed' ? 'failed' : '',
      at('verified'),
      at('kind'),
      at('headline'),
      time(own(record, 'sent')),
      at('counts', 'coming'),
      at('counts', 'reached'),
    ]
  return [at('state'), at('verification'), at('kind'), at('what'), at('place', 'label'), at('source')]
}

const time = (value: unknown): string =>
  typeof value === 'number' || typeof value === 'string' ? localTime(value) : ''

function own(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined
}

/** Scalars and lists of them in one line; for objects their label or value. */
function words(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (Array.isArray(value))
    return value
      .map(words)
      .filter((word) => word !== '')
      .join(', ')
  return (
    ['value', 'number', 'label', 'state', 'name']
      .map((key) => own(value, key))
      .find((one): one is string => typeof one === 'string') ?? ''
  )
}

function field(key: string, value: unknown, indent: string): string[] {
  const name = `${indent}${safeLine(key).replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}:`
  if (value === null || value === undefined || value === '') return []
  if (value === false && WORTH_SAYING_WHEN_TRUE.includes(key)) return []
  if (typeof value === 'number' && TIMES.test(key)) return [`${name} ${localTime(value)}`]
  if (typeof value !== 'object') {
    const lines = safeText(words(value)).split('\n')
    return lines.length === 1 ? [`${name} ${lines[0]}`] : [name, ...lines.map((line) => `${indent}  ${line}`)]
  }
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object'))
    return value.length === 0 ? [] : [`${name} ${value.map((item) => safeLine(String(item))).join(', ')}`]
  const inner = Object.entries(value).flatMap(([inside, item]) =>
    field(Array.isArray(value) ? String(Number(inside) + 1) : inside, item, `${indent}  `),
  )
  return inner.length === 0 ? [] : [name, ...inner]
}
