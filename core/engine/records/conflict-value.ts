import { isRecordKind, kindSpec } from '../../domain/kinds.ts'
import type { Field } from '../../domain/shape/fields.ts'
import { parseFields } from '../../domain/shape/parse.ts'
import type { Json, Path } from '../../domain/write.ts'

/**
 * One of the values that were written at once to a place, as the field reads it (cleaned, and cut to its precision) and stores
 * it; null for what the field does not take. A record is parsed before it is shown: what stands beside it is too.
 */
export function conflictValue(kind: string, path: Path, value: unknown): Json {
  const [name, ...rest] = path
  const fields = isRecordKind(kind) ? kindSpec(kind).fields : {}
  const field: Field | undefined = name !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined
  if (field?.is === 'set') return rest.length === 1 && typeof value === 'boolean' ? value : null
  if (rest.length > 0 || (field?.is !== 'scalar' && field?.is !== 'tuple')) return null
  const read = parseFields({ field }, { field: value }).record.field as Json
  if (field.is === 'scalar' || read === null) return read
  return Object.keys(field.fields).map((part) => (read as { readonly [part: string]: Json })[part] ?? null)
}
