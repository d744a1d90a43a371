import { fromHex, toHex } from '../../../shared/bytes.ts'
import { decodeCbor, encodeCbor } from '../../../shared/cbor.ts'
import type { Batch, SealedStore } from '../../store/sealed-store.ts'
import { unlessCorrupt } from '../../store/unless-corrupt.ts'
import { readSession, type SessionRecord } from '../../unit/session.ts'

import type { Authority, LedgerSession } from '../ports.ts'
import { decodeUses, encodeUses, Sequences, type SequenceUse } from './sequences.ts'
import { WaitingSessions } from './waiting-sessions.ts'

const SPACE = 3
/** Stands for all devices that nobody let in. */
const STRANGERS = ''

/** One session known here. */
export interface KnownSession {
  readonly id: string
  readonly record: SessionRecord
  /** Device key, hex. */
  readonly device: string
  /** Signed two units with one number: nothing more is taken from it. */
  frozen: boolean
  /** Has a row on the disk; written with its first unit. */
  stored: boolean
  sequences: Sequences | undefined
}

/** The sessions of one network: their records, which of their numbers are held, and by which units. */
export class SessionBook {
  readonly #store: SealedStore
  readonly #network: Uint8Array
  readonly #authority: Authority
  readonly #known = new Map<string, KnownSession>()
  readonly #waiting = new WaitingSessions()

  constructor(options: { store: SealedStore; network: Uint8Array; authority: Authority }) {
    this.#store = options.store
    this.#network = options.network
    this.#authority = options.authority
  }

  /**
   * Takes note of a session record from anywhere; whether its device is a member is asked with each unit. Without a unit it
   * is forgotten once its device has announced many more.
   * @returns the session where units of it are here already: the disk had lost its record
   * @throws MeshError `sync/protocol-violation`, `documents/forged`, and what the store throws
   */
  learn(bytes: Uint8Array): KnownSession | undefined {
    const record = readSession(bytes)
    if (record.network !== toHex(this.#network) || this.get(record.id) !== undefined) return undefined
    const session = this.#remember(record, { frozen: false, stored: false })
    if (this.uses(session.id).next().done !== true) return this.#keepAgain(session)
    const isStranger = this.#authority.mayAuthor(session.device, session.id, 1) === 'not-a-member'
    const tooMuch = this.#waiting.add(session.id, isStranger ? STRANGERS : session.device)
    if (tooMuch !== undefined) this.#known.delete(tooMuch)
    return undefined
  }

  /** The session of this start, which stays known whatever else is announced. */
  own({ id, record }: Pick<LedgerSession, 'id' | 'record'>): KnownSession {
    const known = this.get(id) ?? this.#remember(readSession(record), { frozen: false, stored: false })
    this.#waiting.delete(id)
    return known
  }

  /** Undefined also for one whose record the disk has lost: it is learned again, as others announce it. */
  get(id: string): KnownSession | undefined {
    const known = this.#known.get(id)
    if (known !== undefined) return known
    const name = { space: SPACE, group: this.#recordsGroup(), item: fromHex(id) }
    const row = unlessCorrupt(() => this.#store.get(name))
    return row === undefined ? undefined : this.#fromRow(row)
  }

  /** Every session with a unit here. */
  *stored(): Generator<KnownSession> {
    for (const { value } of this.#store.list(SPACE, this.#recordsGroup())) {
      if (value !== undefined) yield this.#fromRow(value)
    }
  }

  /** Sessions that nothing more is taken from. */
  *frozen(): Generator<KnownSession> {
    for (const { value } of this.#store.list(SPACE, this.#recordsGroup())) {
      if (value !== undefined && (decodeCbor(value) as unknown[])[2] === true) yield this.#fromRow(value)
    }
  }

  /** Which numbers of a session are held; read from the disk when first asked for. */
  sequences(session: KnownSession): Sequences {
    if (session.sequences === undefined) {
      session.sequences = new Sequences()
      for (const { sequence } of this.uses(session.id)) session.sequences.add(sequence)
    }
    return session.sequences
  }

  /** All units of a session that were ever stored, in the order of their coming. */
  *uses(session: string): Generator<SequenceUse> {
    for (const { value } of this.#store.list(SPACE, this.#usesGroup(session))) {
      if (value !== undefined) yield* decodeUses(value)
    }
  }

  /** Adds numbers of one session to a batch, with the session's record before the first. @returns what to call once it is committed */
  add(
    batch: Batch,
    { session, order, uses }: { session: KnownSession; order: number; uses: readonly SequenceUse[] },
  ): () => void {
    const sequences = this.sequences(session)
    const first = !session.stored
    if (first) this.save(batch, session)
    batch.put({ space: SPACE, group: this.#usesGroup(session.id), item: order }, encodeUses(uses))
    return () => {
      for (const { sequence } of uses) sequences.add(sequence)
      if (first && !session.stored) {
        session.stored = true
        this.#waiting.delete(session.id)
      }
    }
  }

  /** Adds a session's row to a batch. */
  save(batch: Batch, session: KnownSession, frozen = session.frozen): void {
    batch.put(
      { space: SPACE, group: this.#recordsGroup(), item: fromHex(session.id) },
      encodeCbor([1, session.record.bytes, frozen]),
    )
  }

  /** Adds to a batch the end of all sessions: the network is left. */
  deleteAll(batch: Batch): void {
    for (const session of this.stored()) batch.deleteGroup(SPACE, this.#usesGroup(session.id))
    batch.deleteGroup(SPACE, this.#recordsGroup())
  }

  #keepAgain(session: KnownSession): KnownSession {
    const batch = this.#store.batch()
    this.save(batch, session)
    this.#store.commit(batch)
    session.stored = true
    return session
  }

  #fromRow(row: Uint8Array): KnownSession {
    const [, bytes, frozen] = decodeCbor(row) as [number, Uint8Array, boolean]
    const record = readSession(bytes)
    return this.#known.get(record.id) ?? this.#remember(record, { frozen, stored: true })
  }

  #remember(record: SessionRecord, flags: { frozen: boolean; stored: boolean }): KnownSession {
    const session: KnownSession = {
      id: record.id,
      record,
      device: toHex(record.deviceKey),
      sequences: undefined,
      ...flags,
    }
    this.#known.set(record.id, session)
    return session
  }

  #recordsGroup(): Uint8Array {
    return Buffer.concat([this.#network, Buffer.from('sessions')])
  }

  #usesGroup(session: string): Uint8Array {
    return Buffer.concat([this.#network, Buffer.from('sequences'), fromHex(session)])
  }
}
