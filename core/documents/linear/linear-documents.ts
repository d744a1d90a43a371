import type { DocumentSource, DocumentStep, Materialised } from '../ports.ts'
import { type FirstContent, LinearDocument } from './linear-document.ts'

/** Documents kept to be followed further: those that people are writing in. */
const MAX_KEPT = 64

/** What a document is to show: after its first change, all that came, with these heads at the end. */
export interface Wanted {
  readonly document: string
  /** Hex, sorted. */
  readonly heads: readonly string[]
  readonly first: FirstContent
  /** What came since it was shown last, where that is at hand. */
  readonly step: DocumentStep | undefined
  readonly source: () => DocumentSource
}

/** Shows documents that nobody wrote at the same time as another, which are nearly all, without the documents process. */
export class LinearDocuments {
  readonly #kept = new Map<string, LinearDocument>()

  /** Undefined for what is Automerge's to judge. */
  show({ document, heads, first, step, source }: Wanted): Materialised | undefined {
    const kept = this.#kept.get(document)
    this.#kept.delete(document)
    if (heads.length !== 1) return undefined
    const followed = kept && step && isAt(kept, step.heads) ? advance(kept, step.changes) : undefined
    const shown = followed ?? load(first, source())
    if (shown === undefined || shown.head !== heads[0]) return undefined
    this.#keep(document, shown)
    return { heads, record: shown.record(), conflicts: [], maxOp: shown.maxOp }
  }

  /** What was written to a document elsewhere, from these heads on. */
  follow(document: string, { heads, changes }: Pick<DocumentStep, 'heads' | 'changes'>): void {
    const kept = this.#kept.get(document)
    if (kept !== undefined && !(isAt(kept, heads) && advance(kept, changes))) this.#kept.delete(document)
  }

  #keep(document: string, shown: LinearDocument): void {
    this.#kept.set(document, shown)
    if (this.#kept.size > MAX_KEPT) this.#kept.delete(this.#kept.keys().next().value!)
  }
}

function isAt({ head }: LinearDocument, heads: readonly string[]): boolean {
  return heads.length === 1 && heads[0] === head
}

function advance(document: LinearDocument, changes: readonly Uint8Array[]): LinearDocument | undefined {
  return changes.every((change) => document.apply(change)) ? document : undefined
}

function load(first: FirstContent, { snapshot, changes }: DocumentSource): LinearDocument | undefined {
  const begun = snapshot === undefined ? LinearDocument.begin(first) : undefined
  return begun && advance(begun, changes)
}
