import { decodeRecord } from '../../identity/log/record/record.ts'
import type { Ledger } from '../../documents/ledger/ledger.ts'
import { Emitter, type Events } from '../../shared/events.ts'
import type { DigestItem, OutgoingUnit, Replica, ReplicaEvents, VectorEntry, Verdict } from '../../sync/ports.ts'
import type { ErasureDesk } from '../erasure/erasure-desk.ts'
import type { Patience } from '../profile/patience.ts'
import { ends, withHistory } from './endings.ts'
import type { Membership } from './membership.ts'

/** Enough for whatever was said in the same moment as a removal. */
const MOST_PARTING = 32

/** What sync needs of one network: the ledger's documents and the membership log, as one. */
export class NetworkReplica implements Replica {
  readonly networkId: Uint8Array
  readonly sessionRecord: Uint8Array
  readonly #ledger: Ledger
  readonly #membership: Membership
  readonly #erasure: ErasureDesk
  readonly #patience: Patience
  readonly #events = new Emitter<ReplicaEvents>()

  constructor(options: {
    ledger: Ledger
    membership: Membership
    erasure: ErasureDesk
    sessionRecord: Uint8Array
    patience: Patience
  }) {
    this.#patience = options.patience
    this.#ledger = options.ledger
    this.#erasure = options.erasure
    this.#membership = options.membership
    this.networkId = options.membership.networkId
    this.sessionRecord = options.sessionRecord
    this.#ledger.events.on('unit:stored', (event) => this.#events.emit('unit:stored', event))
    this.#ledger.events.on('item:changed', (event) => this.#events.emit('item:changed', event))
    this.#membership.events.on('membership:grown', ({ records, origin }) =>
      this.#events.emit('log:grown', { records, origin }),
    )
    this.#erasure.events.on('seen:grown', (event) => this.#events.emit('seen:grown', event))
  }

  get events(): Events<ReplicaEvents> {
    return this.#events
  }

  items(): readonly DigestItem[] {
    return this.#ledger.items()
  }

  fingerprintOf(document: Uint8Array): Uint8Array | undefined {
    return this.#ledger.fingerprintOf(document)
  }

  revision(): number {
    return this.#ledger.revision()
  }

  revisionOf(document: Uint8Array): number | undefined {
    return this.#ledger.revisionOf(document)
  }

  isUrgent(document: Uint8Array): boolean {
    return this.#ledger.isUrgent(document)
  }

  makerOf(document: Uint8Array): string {
    return this.#ledger.makerOf(document)
  }

  vector(document: Uint8Array): readonly VectorEntry[] {
    return this.#ledger.vector(document)
  }

  unitsBeyond(document: Uint8Array, vector: readonly VectorEntry[]): Iterable<OutgoingUnit> {
    return this.#ledger.unitsBeyond(document, vector)
  }

  sessionRecordOf(session: Uint8Array): Uint8Array | undefined {
    return this.#ledger.sessionRecordOf(session)
  }

  accept(units: readonly Uint8Array[], origin: string): Promise<readonly Verdict[]> {
    return this.#patience.through(() => this.#ledger.accept(units, origin))
  }

  acceptSessions(records: readonly Uint8Array[]): void {
    this.#ledger.acceptSessions(records)
  }

  seenDigest(): Uint8Array {
    return this.#erasure.book.digest()
  }

  seenStatements(): readonly Uint8Array[] {
    return this.#erasure.book.current().map(({ bytes }) => bytes)
  }

  acceptSeen(statements: readonly Uint8Array[], origin: string): void {
    this.#erasure.accept(statements, origin)
  }

  logIds(): readonly Uint8Array[] {
    return this.#membership.intake.ids()
  }

  logDigest(): Uint8Array {
    return this.#membership.intake.digest()
  }

  /** The removals and leavings that name the device, after what came just before them: without that it could not take them. */
  partingRecords(device: string, records: readonly Uint8Array[]): readonly Uint8Array[] {
    const { log } = this.#membership
    const endings = records.flatMap((bytes) => decodeRecord(bytes) ?? []).filter((record) => ends(record, device))
    return log.records(withHistory(log, endings, MOST_PARTING).map(({ id }) => id))
  }

  logRecords(ids: readonly Uint8Array[]): readonly Uint8Array[] {
    return this.#membership.intake.records(ids)
  }

  async acceptLog(records: readonly Uint8Array[], origin: string): Promise<void> {
    await this.#patience.through(() => this.#membership.acceptWithRest(records, origin))
  }
}
