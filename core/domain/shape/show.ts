import { causalOrder, type CausalEntry } from '../states/causal-log.ts'
import { foldText } from '../text/clean.ts'
import type { Field, Fields, ParsedFields, ShownFields } from './fields.ts'
import { FUTURE_MS } from './scalars.ts'

type Bag = { readonly [key: string]: unknown }

/** The plain view of a parsed record: maps become arrays with ids, logs arrays in causal order with entries from the future marked. */
export function showFields<F extends Fields>(
  fields: F,
  record: ParsedFields<F>,
  options: { now: number },
): ShownFields<F> {
  return show(fields, record, options.now) as ShownFields<F>
}

function show(fields: Fields, record: Bag, now: number): Bag {
  const view: { [key: string]: unknown } = {}
  for (const name of Object.keys(fields)) view[name] = showField(fields[name]!, record[name], now)
  return view
}

function showField(field: Field, value: unknown, now: number): unknown {
  switch (field.is) {
    case 'struct':
      return show(field.fields, value as Bag, now)
    case 'map': {
      const entries = value as { readonly [id: string]: Bag }
      return Object.keys(entries)
        .toSorted()
        .map((id) => ({ id, ...show(field.fields, entries[id]!, now) }))
    }
    case 'log': {
      const entries = value as { readonly [id: string]: Bag & CausalEntry }
      return causalOrder(entries).map((id) => ({
        id,
        ...show(field.fields, entries[id]!, now),
        fromFuture: isFromFuture(entries[id]!.at as number, now),
      }))
    }
    case 'flat': {
      const entries = value as { readonly [key: string]: Bag }
      return Object.keys(entries)
        .toSorted()
        .map((key) => ({ [field.key]: key, ...entries[key] }))
    }
    default:
      return value
  }
}

/** Whether a stamp lies more than 5 minutes ahead of this laptop's clock: shown with a mark, never hidden. */
export function isFromFuture(at: number, now: number): boolean {
  return at > now + FUTURE_MS
}

/**
 * All searchable words of a view, folded (no case, no accents), separated by single newlines. Closed words, ids, numbers and
 * times are not in it; telephone numbers and addresses are, as written.
 */
export function searchWords(fields: Fields, view: object): string {
  const words: string[] = []
  collect(fields, view as Bag, words)
  return foldText(words.join('\n'))
}

function collect(fields: Fields, view: Bag, words: string[]): void {
  for (const name of Object.keys(fields)) {
    const field = fields[name]!
    const value = view[name]
    if (value === null || value === undefined || value === '') continue
    if (field.is === 'text' || (field.is === 'scalar' && field.searched))
      words.push(typeof value === 'string' ? value : JSON.stringify(value))
    else if (field.is === 'set' && field.searched) words.push(...(value as readonly string[]))
    else if (field.is === 'struct' || field.is === 'tuple') collect(field.fields, value as Bag, words)
    else if (field.is === 'map' || field.is === 'log' || field.is === 'flat') {
      for (const entry of value as readonly Bag[]) collect(field.fields, entry, words)
    }
  }
}
