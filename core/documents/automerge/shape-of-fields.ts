import type { Field, Fields } from '../../domain/shape/fields.ts'
import { initialOf } from '../../domain/shape/initial.ts'
import type { Path } from '../../domain/write.ts'
import { placesOf } from '../authorship/places.ts'
import type { KindShape } from './shapes.ts'

/** Kinds of which several laptops may begin the same record. */
const FIXED: ReadonlySet<string> = new Set(['network', 'member'])

/**
 * What the documents process must know of a kind, from the domain's fields: text and counters where the fields say so;
 * watched is whatever one value wins of. Logs, sets and facts about people are keyed so that nothing can be in conflict
 * that anybody would have to settle.
 * @param version of the initial structure these fields make
 */
export function shapeOfFields(kind: string, version: number, fields: Fields): KindShape {
  const shape = { textPaths: [] as Path[], counterPaths: [] as Path[], watchedPaths: [] as Path[] }
  collect(fields, [], shape)
  return {
    kind,
    initial: { [version]: initialOf(fields) },
    ...shape,
    places: placesOf(fields, { made: !FIXED.has(kind) }),
  }
}

function collect(
  fields: Fields,
  path: Path,
  into: { textPaths: Path[]; counterPaths: Path[]; watchedPaths: Path[] },
): void {
  for (const [name, field] of Object.entries(fields)) visit(field, [...path, name], into)
}

function visit(
  field: Field,
  path: Path,
  into: { textPaths: Path[]; counterPaths: Path[]; watchedPaths: Path[] },
): void {
  if (field.is === 'text') into.textPaths.push(path)
  else if (field.is === 'counter') into.counterPaths.push(path)
  else if (field.is === 'struct') collect(field.fields, path, into)
  else if (field.is === 'map' || field.is === 'log')
    collect(field.fields, [...path, '*'], field.is === 'map' ? into : { ...into, watchedPaths: [] })
  else if (field.is === 'scalar' || field.is === 'tuple' || field.is === 'list') into.watchedPaths.push(path)
}
