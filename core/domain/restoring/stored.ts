import type { Field, Fields } from '../shape/fields.ts'
import type { Json } from '../write.ts'

type Bag = { readonly [key: string]: unknown }

/** Parsed fields as they are stored anew, whole: nothing for null, and logs and own values empty, as they are not the writer's to write. */
export function storedFields(fields: Fields, values: Bag): { [name: string]: Json } {
  const stored: { [name: string]: Json } = {}
  for (const [name, field] of Object.entries(fields)) {
    const value = storedField(field, values[name])
    if (value !== undefined) stored[name] = value
  }
  return stored
}

function storedField(field: Field, value: unknown): Json | undefined {
  switch (field.is) {
    case 'scalar':
      return (value ?? undefined) as Json | undefined
    case 'tuple': {
      if (value === null || value === undefined) return undefined
      return Object.keys(field.fields).map((name) => ((value as Bag)[name] ?? null) as Json)
    }
    case 'list':
      return Array.isArray(value) && value.length > 0 ? (value as Json) : undefined
    case 'text':
      return typeof value === 'string' ? value : ''
    case 'counter':
      return value === 0 ? undefined : (value as Json)
    case 'set':
      return Object.fromEntries(((value ?? []) as readonly string[]).map((word) => [word, true]))
    case 'struct':
      return storedFields(field.fields, value as Bag)
    case 'map':
      return Object.fromEntries(
        Object.entries((value ?? {}) as Bag).map(([id, entry]) => [id, storedFields(field.fields, entry as Bag)]),
      )
    case 'flat':
      return field.own ? {} : flatValues(value as Bag)
    case 'log':
      return {}
  }
}

function flatValues(people: Bag): Json {
  const values: { [key: string]: Json } = {}
  for (const [member, facts] of Object.entries(people))
    for (const [name, value] of Object.entries(facts as Bag))
      if (value !== null) values[`${member}/${name}`] = value as Json
  return values
}
