import type { Json } from '../write.ts'
import type { Field, Fields } from './fields.ts'

/**
 * The structure that every record of a kind starts from: all maps and co-edited texts, empty. Scalars are absent until set
 * (setting one on two laptops at once needs no place made for it). Never changes for a given version: it is hashed
 * into the first change of each document.
 */
export function initialOf(fields: Fields): { [key: string]: Json } {
  const initial: { [key: string]: Json } = {}
  for (const [name, field] of Object.entries(fields)) {
    const value = initialField(field)
    if (value !== undefined) initial[name] = value
  }
  return initial
}

function initialField(field: Field): Json | undefined {
  switch (field.is) {
    case 'text':
      return ''
    case 'struct':
      return initialOf(field.fields)
    case 'set':
    case 'map':
    case 'log':
    case 'flat':
      return {}
    default:
      return undefined // scalars, lists and tuples are set whole; a counter begins with its first `add`
  }
}
