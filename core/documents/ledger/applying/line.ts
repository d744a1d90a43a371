import { LinearDocuments, type Wanted, type WantedEdit } from '../../linear/linear-documents.ts'
import type { DocumentSource, DocumentStep, MadeChange, Materialised } from '../../ports.ts'
import type { OpenedChange } from '../../unit/change-header.ts'
import type { UnitKind } from '../../unit/kind-bytes.ts'

import type { Holdings } from '../holdings.ts'
import type { DocumentState } from '../rows/document-state.ts'

/** The records that are shown and written without the documents process, over what is held of them. */
export class Line {
  readonly #holdings: Holdings
  readonly #documents: LinearDocuments
  /** Documents that Automerge did not take as they were shown: it judges them. */
  readonly #doubted = new Set<string>()

  constructor(holdings: Holdings) {
    this.#holdings = holdings
    this.#documents = new LinearDocuments(holdings.personOf)
  }

  /** Who wrote to a document (id, hex) is another than was thought: it is read anew. */
  drop(document: string): void {
    this.#documents.drop(document)
  }

  /** A document (id, hex) is Automerge's until {@link clear}. */
  doubt(document: string): void {
    this.#doubted.add(document)
  }

  clear(document: string): void {
    this.#doubted.delete(document)
  }

  /**
   * What a document shows with changes that are about to be stored, where that can be told at once.
   * @param about.held before them; undefined for a document that is new
   * @param about.opened what was read of the changes
   */
  show(
    document: string,
    {
      state,
      held,
      changes,
      opened,
    }: {
      state: DocumentState
      held: DocumentState | undefined
      changes: readonly Uint8Array[]
      opened: ReadonlyMap<Uint8Array, OpenedChange>
    },
  ): Materialised | undefined {
    const { index, rows } = this.#holdings
    if (held !== undefined && index.get(document)?.dirty !== false) return undefined
    const { kind, initialVersion } = state
    const source = (): DocumentSource => {
      const had = held === undefined ? { snapshot: undefined, changes: [] } : rows.source(document, held)
      const authors = { creator: state.creator, persons: {} } // who they are is asked as it is followed
      return { document, kind, initialVersion, snapshot: had.snapshot, changes: [...had.changes, ...changes], authors }
    }
    const authors = { creator: state.creator, persons: {} }
    const step = held && { document, kind, initialVersion, heads: held.heads, changes, authors }
    return this.follow(document, { state, step, source, opened })
  }

  /** What a document of this state shows, by what came since it was shown last or by all that is held of it. */
  follow(
    document: string,
    { state, ...wanted }: { state: DocumentState } & Pick<Wanted, 'step' | 'source' | 'opened'>,
  ): Materialised | undefined {
    if (this.#doubted.has(document)) return undefined
    const first = this.#holdings.firstContent(state.kind, state.initialVersion)
    return first && this.#documents.show({ document, heads: state.heads, creator: state.creator, first, ...wanted })
  }

  /** An edit made here; undefined for what is Automerge's to make or to refuse. */
  edit(
    edit: Omit<WantedEdit, 'first' | 'shape' | 'creator'> & Pick<DocumentSource, 'kind' | 'initialVersion' | 'authors'>,
  ): MadeChange | undefined {
    if (this.#doubted.has(edit.document)) return undefined
    const kind = edit.kind as UnitKind
    const first = this.#holdings.firstContent(kind, edit.initialVersion)
    return (
      first &&
      this.#documents.edit({ ...edit, creator: edit.authors.creator, first, shape: this.#holdings.writing(kind) })
    )
  }

  /** What was written here to a document, from the step's heads on to those, and is stored and shown. */
  note(document: string, step: Pick<DocumentStep, 'heads' | 'changes'>, now: readonly string[]): void {
    this.#documents.follow(document, step, now)
  }
}
