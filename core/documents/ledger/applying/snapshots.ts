import type { DocumentsHost } from '../../ports.ts'

import type { DocumentState } from '../rows/document-state.ts'
import type { Holdings } from '../holdings.ts'

/** Changes between two snapshots of a document. */
const CHANGES_EACH = 256

/** Saves long documents now and then, so that opening one does not start from its first change. Derived: the units stay. */
export class Snapshots {
  readonly #holdings: Holdings
  readonly #host: DocumentsHost
  /** Document -> at how many changes it was last considered. */
  readonly #seen = new Map<string, number>()
  readonly #waiting = new Set<string>()

  constructor(options: { holdings: Holdings; host: DocumentsHost }) {
    this.#holdings = options.holdings
    this.#host = options.host
  }

  /** Whether {@link make} has something to do. */
  get waiting(): boolean {
    return this.#waiting.size > 0
  }

  /** Notes a document that grew; it gets a snapshot when enough changes have come since the last. */
  consider(document: string): void {
    const state = this.#holdings.state(document)
    if (state === undefined) return
    const changes = changesOf(state)
    if (changes < CHANGES_EACH) return
    const last = this.#seen.get(document) ?? this.#saved(document)
    if (changes - last >= CHANGES_EACH) this.#waiting.add(document)
    else this.#seen.set(document, last)
  }

  async make(signal: AbortSignal): Promise<void> {
    for (const document of this.#waiting) {
      this.#waiting.delete(document)
      const state = this.#holdings.state(document)
      if (state === undefined) continue
      this.#seen.set(document, changesOf(state))
      const bytes = await this.#host.snapshot(this.#holdings.rows.source(document, state)).catch(() => undefined)
      if (signal.aborted) return
      const now = this.#holdings.state(document)
      // Only what still holds all that the snapshot holds: units may have been taken out meanwhile
      if (bytes === undefined || now === undefined || !covers(now, state)) continue
      const batch = this.#holdings.store.batch()
      this.#holdings.rows.putSnapshot(batch, document, { vector: state.vector, bytes })
      this.#holdings.store.commit(batch)
    }
  }

  #saved(document: string): number {
    const snapshot = this.#holdings.rows.snapshot(document)
    return snapshot === undefined ? 0 : changesOf(snapshot)
  }
}

function changesOf({ vector }: Pick<DocumentState, 'vector'>): number {
  let changes = 0
  for (const number of vector.values()) changes += number
  return changes
}

function covers(now: DocumentState, then: DocumentState): boolean {
  for (const [session, number] of then.vector) if ((now.vector.get(session) ?? 0) < number) return false
  return true
}
