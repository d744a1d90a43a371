import { shapeOfFields } from '../../documents/automerge/shape-of-fields.ts'
import type { KindShape } from '../../documents/automerge/shapes.ts'
import type { Shapes } from '../../documents/ledger/ports.ts'
import { initialRecord, kindSpec, RECORD_KINDS, type RecordKind } from '../../domain/kinds.ts'
import type { Fields } from '../../domain/shape/fields.ts'
import type { Json, Path } from '../../domain/write.ts'
import type { Clock } from '../../shared/clock.ts'

/** What the documents process is told about every kind of record. */
export const HOST_SHAPES: readonly KindShape[] = RECORD_KINDS.map((kind) => {
  const { version, fields, watched } = kindSpec(kind)
  const watchedPaths = watched.map((path) => (isSet(fields, path) ? [...path, '*'] : path))
  return { ...shapeOfFields(kind, version, fields), initial: { [version]: initialRecord(kind) }, watchedPaths }
})

/** What the documents process is told about one kind. */
export function shapeOf(kind: RecordKind): KindShape {
  return HOST_SHAPES.find((shape) => shape.kind === kind)!
}

/** A set is stored as a map: each of its keys is a value of its own. */
function isSet(fields: Fields, [name, ...rest]: Path): boolean {
  return rest.length === 0 && name !== undefined && fields[name]?.is === 'set'
}

/** What the ledger asks of the domain. */
export function domainShapes(clock: Clock): Shapes {
  const view = (kind: RecordKind, stored: Json): unknown => {
    const spec = kindSpec(kind)
    return spec.present(spec.parse(stored).record, { now: clock.now() })
  }
  return {
    kinds: RECORD_KINDS,
    isUrgent: (kind) => kind === 'alert',
    initialVersion: (kind) => kindSpec(kind).version,
    initialRecord: (kind) => initialRecord(kind),
    writing: shapeOf,
    present: (kind, stored) => view(kind, stored) as Json,
    summary: (kind, shown) => {
      const spec = kindSpec(kind)
      const { title, createdAt, state, archived } = spec.summary(shown as never)
      return { title, text: spec.searchText(shown as never), created: createdAt, state, archived }
    },
  }
}
