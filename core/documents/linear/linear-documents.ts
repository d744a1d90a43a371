import type { Write } from '../../domain/write.ts'
import type { DocumentSource, DocumentStep, MadeChange, Materialised } from '../ports.ts'
import type { WritingShape } from './editing.ts'
import type { OpenedChange } from '../unit/change-header.ts'
import { type FirstContent, LinearDocument, type PersonOf, type Writers } from './linear-document.ts'

/** Documents kept to be followed further: those that people are writing in. */
const MAX_KEPT = 64
/** Close to what a change may have, Automerge's side decides. */
const MAX_CHANGE_BYTES = 200 * 1024

/** What a document is to show: after its first change, all that came, with these heads at the end. */
export interface Wanted {
  readonly document: string
  /** Hex, sorted. */
  readonly heads: readonly string[]
  /** Session (hex) that made it. */
  readonly creator: string
  readonly first: FirstContent
  /** What came since it was shown last, where that is at hand. */
  readonly step: DocumentStep | undefined
  readonly source: () => DocumentSource
  /** What was read of some of the changes already. */
  readonly opened?: ReadonlyMap<Uint8Array, OpenedChange>
}

/** An edit to be made here; see `DocumentsHost.edit`. */
export interface WantedEdit extends Pick<Wanted, 'document' | 'heads' | 'creator' | 'first' | 'source'> {
  readonly session: string
  readonly at: number
  readonly writes: readonly Write[]
  readonly shape: WritingShape
}

/** Shows and writes documents that nobody wrote at the same time as another, which are nearly all, without the documents process. */
export class LinearDocuments {
  readonly #kept = new Map<string, LinearDocument>()
  readonly #personOf: PersonOf

  constructor(personOf: PersonOf) {
    this.#personOf = personOf
  }

  /** Undefined for what is Automerge's to judge. */
  show({ document, heads, creator, first, step, source, opened }: Wanted): Materialised | undefined {
    const kept = this.#kept.get(document)
    this.#kept.delete(document)
    if (heads.length !== 1) return undefined
    const followed = kept && step && isAt(kept, step.heads) ? advance(kept, step.changes, opened) : undefined
    const shown = followed ?? load(first, source(), { personOf: this.#personOf, creator }, opened)
    if (shown === undefined || shown.head !== heads[0]) return undefined
    this.#keep(document, shown)
    return { heads, record: shown.record(), conflicts: [], maxOp: shown.maxOp }
  }

  /** Makes one edit; undefined for what is Automerge's to write or to refuse. What is never stored does no harm. */
  edit({ document, heads, creator, first, source, session, at, writes, shape }: WantedEdit): MadeChange | undefined {
    const kept = this.#kept.get(document)
    this.#kept.delete(document)
    const base = heads.length === 0 ? first.heads : heads
    const known =
      kept !== undefined && isAt(kept, base)
        ? kept
        : load(first, heads.length === 0 ? undefined : source(), { personOf: this.#personOf, creator })
    if (known === undefined || !isAt(known, base)) return undefined
    const made = known.edit(writes, { session, at, shape })
    if (made === undefined || made.change.byteLength > MAX_CHANGE_BYTES) return undefined
    this.#keep(document, known)
    return {
      heads: [known.head],
      record: known.record(),
      conflicts: [],
      maxOp: known.maxOp,
      changes: [made.change],
      firstChangeNumber: made.number,
    }
  }

  /** What was written to a document elsewhere, from these heads on to those. */
  follow(document: string, { heads, changes }: Pick<DocumentStep, 'heads' | 'changes'>, now: readonly string[]): void {
    const kept = this.#kept.get(document)
    if (kept === undefined || isAt(kept, now)) return
    if (!isAt(kept, heads) || !advance(kept, changes)) this.#kept.delete(document)
  }

  /** Forgets a document: it is loaded anew. */
  drop(document: string): void {
    this.#kept.delete(document)
  }

  #keep(document: string, shown: LinearDocument): void {
    this.#kept.set(document, shown)
    if (this.#kept.size > MAX_KEPT) this.#kept.delete(this.#kept.keys().next().value!)
  }
}

function isAt({ head }: LinearDocument, heads: readonly string[]): boolean {
  return heads.length === 1 && heads[0] === head
}

function advance(
  document: LinearDocument,
  changes: readonly Uint8Array[],
  opened?: Wanted['opened'],
): LinearDocument | undefined {
  return changes.every((change) => document.apply(change, opened?.get(change))) ? document : undefined
}

/** @param source undefined for a new one */
function load(
  first: FirstContent,
  source: DocumentSource | undefined,
  writers: Writers,
  opened?: Wanted['opened'],
): LinearDocument | undefined {
  const begun = source?.snapshot === undefined ? LinearDocument.begin(first, writers) : undefined
  return begun && advance(begun, source?.changes ?? [], opened)
}
