import { toHex } from '../../shared/bytes.ts'
import type { OutgoingUnit, Replica } from '../ports.ts'

/** Which sessions the other side knows from this connection, so that each is announced once. */
export class Announcements {
  readonly #replica: Replica
  readonly #known = new Set<string>()

  constructor(replica: Replica) {
    this.#replica = replica
  }

  /** Records of the sessions in these units that were not announced yet. */
  before(units: readonly OutgoingUnit[]): readonly Uint8Array[] {
    const records: Uint8Array[] = []
    for (const { session } of units) {
      const hex = toHex(session)
      if (this.#known.has(hex)) continue
      this.#known.add(hex)
      const record = this.#replica.sessionRecordOf(session)
      if (record !== undefined) records.push(record)
    }
    return records
  }
}
