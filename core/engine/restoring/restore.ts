import type { LedgerEdit } from '../../documents/ledger/local-writer.ts'
import type { PastDocument } from '../../documents/ledger/past/past.ts'
import { putAwayWrites, RESTORE_WAYS, restoreWrites } from '../../domain/restoring/restore-writes.ts'
import { toHex } from '../../shared/bytes.ts'
import type { RandomBytes } from '../../shared/clock.ts'
import { MeshError } from '../../shared/errors.ts'
import type { NetworkRuntime } from '../network/network-runtime.ts'

/** Records written in one transaction: others are answered in between. */
const WRITTEN_AT_ONCE = 32

/**
 * Writes what brings records back, as ordinary changes of this session with one group id, a part at a time: a crash in between
 * leaves some of them done, and doing it once more does the rest. Records that cannot be written to are left, and counted.
 *
 * @returns how many were left
 * @throws MeshError `documents/disk-full` and others of the store, `identity/not-a-member`, `shared/aborted`; what was written stays
 */
export async function setBack(
  runtime: NetworkRuntime,
  documents: readonly PastDocument[],
  { random, signal }: { readonly random: RandomBytes; readonly signal: AbortSignal },
): Promise<number> {
  const write = new Write(runtime, toHex(random(16)))
  let failed = 0
  for (let start = 0; start < documents.length; start += WRITTEN_AT_ONCE) {
    signal.throwIfAborted()
    failed += await write.all(documents.slice(start, start + WRITTEN_AT_ONCE))
  }
  return failed
}

class Write {
  readonly #runtime: NetworkRuntime
  readonly #group: string

  constructor(runtime: NetworkRuntime, group: string) {
    this.#runtime = runtime
    this.#group = group
  }

  /** All at once; where one of them stands in the way, by halves. @returns how many were not written */
  async all(documents: readonly PastDocument[]): Promise<number> {
    if (documents.length === 0) return 0
    if (await this.#try(documents, 0)) return 0
    if (documents.length === 1) return (await this.#otherWays(documents)) ? 0 : 1
    const half = documents.length >> 1
    return (await this.all(documents.slice(0, half))) + (await this.all(documents.slice(half)))
  }

  async #otherWays(documents: readonly PastDocument[]): Promise<boolean> {
    for (let way = 1; way < RESTORE_WAYS.length; way++) if (await this.#try(documents, way)) return true
    return false
  }

  async #try(documents: readonly PastDocument[], way: number): Promise<boolean> {
    try {
      await this.#runtime.ledger.write(
        documents.map((document) => this.#edit(document, way)),
        this.#group,
      )
      return true
    } catch (error) {
      if (error instanceof MeshError && ofOneRecord(error)) return false
      throw error
    }
  }

  /** From the record as it is by then: what came meanwhile is set back too. */
  #edit({ id, kind, was }: PastDocument, way: number): LedgerEdit {
    const { membership, clock } = this.#runtime
    const restorer = { by: membership.person, now: clock.now() }
    const writes: LedgerEdit['writes'] = (stored) =>
      was === undefined
        ? putAwayWrites(kind, stored, restorer)
        : restoreWrites(kind, { now: stored, was }, restorer, RESTORE_WAYS[way])
    return { kind, document: id, writes }
  }
}

/** Whether a failure is one record's: it was built by a changed copy so that it cannot be written to, or went meanwhile. */
function ofOneRecord({ code }: MeshError): boolean {
  return code.startsWith('domain/') || code === 'documents/unsound' || code === 'documents/busy'
}
