import { shapeOfFields } from '../../documents/automerge/shape-of-fields.ts'
import type { KindShape } from '../../documents/automerge/shapes.ts'
import type { Shapes } from '../../documents/ledger/ports.ts'
import { initialRecord, kindSpec, RECORD_KINDS, type RecordKind } from '../../domain/kinds.ts'
import type { Json } from '../../domain/write.ts'
import type { Clock } from '../../shared/clock.ts'

/** What the documents process is told about every kind of record. */
export const HOST_SHAPES: readonly KindShape[] = RECORD_KINDS.map((kind) => {
  const { version, fields } = kindSpec(kind)
  return { ...shapeOfFields(kind, version, fields), initial: { [version]: initialRecord(kind) } }
})

/** What the ledger asks of the domain. */
export function domainShapes(clock: Clock): Shapes {
  const view = (kind: RecordKind, stored: Json): unknown => {
    const spec = kindSpec(kind)
    return spec.present(spec.parse(stored).record, { now: clock.now() })
  }
  return {
    initialVersion: (kind) => kindSpec(kind).version,
    initialRecord: (kind) => initialRecord(kind),
    present: (kind, stored) => view(kind, stored) as Json,
    summary: (kind, shown) => {
      const spec = kindSpec(kind)
      const { title, createdAt, state, archived } = spec.summary(shown as never)
      return { title, text: spec.searchText(shown as never), created: createdAt, state, archived }
    },
  }
}
