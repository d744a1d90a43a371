import type { WireError } from '../../shared/errors.ts'
import type { DocumentSource, DocumentStep, HistoryEntry, MadeChange, MaterialiseResult } from '../ports.ts'
import type { EditOrder } from './open-document.ts'
import type { KindShape } from './shapes.ts'

/** What the documents process is asked, one request at a time; sent by structured clone. */
export type Request =
  | { readonly do: 'begin'; readonly shapes: readonly KindShape[]; readonly capacity: number }
  | { readonly do: 'materialise'; readonly sources: readonly DocumentSource[] }
  | { readonly do: 'advance'; readonly steps: readonly DocumentStep[] }
  | {
      readonly do: 'edit'
      readonly edits: readonly { readonly order: EditOrder; readonly source: DocumentSource | undefined }[]
    }
  | { readonly do: 'snapshot'; readonly source: DocumentSource }
  | { readonly do: 'history'; readonly source: DocumentSource }
  | { readonly do: 'forget'; readonly documents: readonly string[] }
  | { readonly do: 'count' }

/** What it answers. `some` may come several times before `materialised`, which holds the rest, or less when worn. */
export type Reply = { readonly did: 'some'; readonly results: readonly MaterialiseResult[] } | Done
export type Done = (
  | { readonly did: 'materialised'; readonly results: readonly MaterialiseResult[] }
  /** In the order of the steps; undefined where the document is not open at those heads. */
  | { readonly did: 'advanced'; readonly results: readonly (MaterialiseResult | undefined)[] }
  | { readonly did: 'edited'; readonly made: readonly MadeChange[] }
  /** Nothing was done: the sources of these edits (positions) are needed. */
  | { readonly did: 'lacked'; readonly edits: readonly number[] }
  | { readonly did: 'snapshot'; readonly bytes: Uint8Array | undefined }
  | { readonly did: 'history'; readonly entries: readonly HistoryEntry[] }
  | { readonly did: 'counted'; readonly open: number }
  | { readonly did: 'failed'; readonly error: WireError }
) & {
  /** The process should be replaced: Automerge broke, or its memory (which never shrinks) grew. */
  readonly worn: boolean
}
