import { OpenDocuments } from '../../core/documents/automerge/open-documents.ts'
import type { KindShape } from '../../core/documents/automerge/shapes.ts'
import { MeshError } from '../../core/shared/errors.ts'
import type {
  DocumentsHost,
  DocumentSource,
  DocumentStep,
  HistoryEntry,
  MadeChange,
  MaterialiseResult,
} from '../../core/documents/ports.ts'

/** Automerge without the child process. Counts what is asked of it, and can be told to fail. */
export class InProcessHost implements DocumentsHost {
  readonly #documents: OpenDocuments
  /** All changes of each document, as far as they were handed over. */
  readonly #held = new Map<string, readonly Uint8Array[]>()
  /** Documents materialised and edited so far. */
  opened = 0
  /** Asked before each materialisation: a reason makes it fail. */
  fails: (source: DocumentSource) => 'unsound' | 'too-slow' | undefined = () => undefined
  /** Awaited before each call is answered, so that a test can do something in between. */
  gate: Promise<void> = Promise.resolve()

  constructor(shapes: readonly KindShape[]) {
    this.#documents = new OpenDocuments({ shapes, capacity: 500 })
  }

  async start(): Promise<void> {}
  async stop(): Promise<void> {}

  async materialise(sources: readonly DocumentSource[]): Promise<readonly MaterialiseResult[]> {
    await this.gate
    return sources.map((source) => {
      this.opened++
      this.#held.set(source.document, source.changes)
      const reason = this.fails(source)
      if (reason !== undefined) return { document: source.document, ok: false, reason }
      try {
        return { document: source.document, ok: true, ...this.#documents.materialise(source) }
      } catch {
        return { document: source.document, ok: false, reason: 'unsound' }
      }
    })
  }

  async advance(steps: readonly DocumentStep[]): Promise<readonly (MaterialiseResult | undefined)[]> {
    await this.gate
    return steps.map((step) => {
      const changes = [...(this.#held.get(step.document) ?? []), ...step.changes]
      if (this.fails({ ...step, snapshot: undefined, changes }) !== undefined) return undefined
      this.#held.set(step.document, changes)
      try {
        const shown = this.#documents.advance(step)
        if (shown !== undefined) this.opened++
        return shown && { document: step.document, ok: true, ...shown }
      } catch {
        return undefined
      }
    })
  }

  async edit(edits: Parameters<DocumentsHost['edit']>[0]): Promise<readonly MadeChange[]> {
    await this.gate
    const made: MadeChange[] = []
    for (const edit of edits) {
      this.opened++
      const source = this.#documents.holds(edit) ? undefined : edit.source()
      if (source !== undefined && this.fails(source) !== undefined)
        throw new MeshError('documents/unsound', 'Told to fail')
      made.push(this.#documents.edit(edit, source))
    }
    return made
  }

  async snapshot(source: DocumentSource): Promise<Uint8Array | undefined> {
    return this.#documents.snapshot(source)
  }

  async history(source: DocumentSource): Promise<readonly HistoryEntry[]> {
    return this.#documents.history(source)
  }

  async forget(documents: readonly string[]): Promise<void> {
    for (const document of documents) this.#documents.drop(document)
  }

  async openCount(): Promise<number> {
    return this.#documents.size
  }
}
