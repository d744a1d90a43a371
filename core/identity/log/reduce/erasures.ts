import { fromHex, toHex } from '../../../shared/bytes.ts'
import { documentMadeBy, memberDocumentOf, networkDocumentOf } from '../../hashes.ts'
import type { RecordOf } from '../record/record.ts'
import { readSession } from '../record/session-proof.ts'
import type { ErasureState, PersonState } from '../state.ts'

/** Which documents are erased, by the records of that which count: filled by one pass of the reduction, in its order. */
export class Erasures {
  readonly #erased = new Map<string, { readonly records: string[]; readonly by: string; readonly at: number }>()

  /** @param by person (hex) of the author */
  add(record: RecordOf<'erase'>, by: string): void {
    for (const document of erasedBy(record)) {
      const known = this.#erased.get(document)
      if (known === undefined) this.#erased.set(document, { records: [record.hex], by, at: record.time })
      else if (known.records.at(-1) !== record.hex) known.records.push(record.hex)
    }
  }

  /** All of them as they are now, but those that nobody may erase. */
  view(network: {
    readonly networkId: Uint8Array
    readonly persons: Iterable<PersonState>
  }): ReadonlyMap<string, ErasureState> {
    const view = new Map<string, ErasureState>()
    if (this.#erased.size === 0) return view
    const kept = new Set([toHex(networkDocumentOf(network.networkId))])
    for (const { person, present } of network.persons)
      if (present) kept.add(toHex(memberDocumentOf(network.networkId, fromHex(person))))
    for (const [document, { records, by, at }] of this.#erased)
      if (!kept.has(document)) view.set(document, { records: [...records], by, at })
    return view
  }
}

/** Ids (hex) of the documents that a record erases, if it counts. */
function erasedBy({ content }: RecordOf<'erase'>): readonly string[] {
  const { ids, made } = content.body
  const own = made.flatMap(([record, units]) => {
    const session = readSession(record)
    return session === undefined ? [] : units.map((unit) => toHex(documentMadeBy(session, unit)))
  })
  return [...ids.map(toHex), ...own]
}
