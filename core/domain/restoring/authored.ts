import type { Field, Fields } from '../shape/fields.ts'

type Bag = { readonly [key: string]: unknown }

/** Whether a field holds words that stand under somebody's name (ADR 0010): nobody else can write them anew. */
export function isAuthored(field: Field): boolean {
  if (field.is === 'log') return true
  if (field.is === 'flat') return field.own
  return (field.is === 'map' || field.is === 'struct') && holdsAuthored(field.fields)
}

/** Whether any of the fields does. */
export function holdsAuthored(fields: Fields): boolean {
  return Object.values(fields).some(isAuthored)
}

/** How many entries under people's names are in `now` and not in `was`; both as parsing gives them. */
export function authoredSince(fields: Fields, now: Bag, was: Bag): number {
  let count = 0
  for (const [name, field] of Object.entries(fields)) {
    if (!isAuthored(field)) continue
    const [after, before] = [bag(now[name]), bag(was[name])]
    if (field.is === 'struct') count += authoredSince(field.fields, after, before)
    else if (field.is === 'map')
      for (const [id, entry] of Object.entries(after)) count += authoredSince(field.fields, bag(entry), own(before, id))
    else count += Object.keys(after).filter((id) => !Object.hasOwn(before, id)).length
  }
  return count
}

function own(map: Bag, key: string): Bag {
  return Object.hasOwn(map, key) ? bag(map[key]) : {}
}

function bag(value: unknown): Bag {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Bag) : {}
}
