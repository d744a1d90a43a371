import type { SealedStore } from '../../documents/store/sealed-store.ts'
import { toHex } from '../../shared/bytes.ts'
import { decodeCbor, encodeCbor } from '../../shared/cbor.ts'
import { MeshError } from '../../shared/errors.ts'

/** Space of the store for what the engine itself keeps (PROTOCOL section 8). Has rows as soon as anything has. */
export const SETTINGS = 1
const LOG = 2
const RECEIPTS = 8
const ADDRESSES = 9
const ATTENTION = 11
/** With the ledger's timeline. */
const UPKEEP = 12

const NETWORKS = new TextEncoder().encode('networks')
const LAPTOP = new TextEncoder().encode('laptop')
const JOINING = new TextEncoder().encode('joining')
const ITEM = new TextEncoder().encode('it')
const GIVEN = new TextEncoder().encode('given')

/** One network as this profile keeps it. */
export interface NetworkEntry {
  /** Network id, 16 bytes. */
  readonly id: Uint8Array
  /** Seed of this device's key in the network, 32 bytes. */
  readonly seed: Uint8Array
  /** `making`: not everything of its beginning is written yet. */
  readonly state: 'making' | 'active'
  /** How this person called themselves on creating or joining. */
  readonly as: string
  /** What the network is to be called, until its own record is written. */
  readonly name: string
  readonly kind: string
  /** Wall-clock milliseconds. */
  readonly joinedAt: number
}

/** What the engine itself keeps in the sealed store: networks, membership logs, receipts, addresses, the door's port. */
export class NetworkRows {
  readonly #store: SealedStore
  readonly #onDamage: ((what: 'membership') => void) | undefined
  readonly #logSizes = new Map<string, number>()

  /** @param options.onDamage told of rows that are gone or cannot be read, and whose loss shows nowhere else */
  constructor(store: SealedStore, options: { onDamage?: (what: 'membership') => void } = {}) {
    this.#store = store
    this.#onDamage = options.onDamage
  }

  /** In order of joining. @throws MeshError `documents/corrupt` */
  networks(): NetworkEntry[] {
    const entries: NetworkEntry[] = []
    for (const { value } of this.#store.list(SETTINGS, NETWORKS)) {
      if (value === undefined) throw damaged(SETTINGS)
      entries.push(toEntry(decodeCbor(value)))
    }
    return entries.toSorted((a, b) => a.joinedAt - b.joinedAt)
  }

  /** Writes the entry together with the records that begin or extend its log: all or nothing. */
  saveNetwork(entry: NetworkEntry, records: readonly Uint8Array[] = []): void {
    const batch = this.#store.batch()
    const { id, seed, state, as, name, kind, joinedAt } = entry
    batch.put(
      { space: SETTINGS, group: NETWORKS, item: id },
      encodeCbor([1, id, seed, state, as, name, kind, joinedAt]),
    )
    const size = this.#putLog(batch, { network: id, records })
    this.#store.commit(batch)
    this.#logSizes.set(toHex(id), size)
  }

  /** In order of arrival. A damaged row is left out: the others have the record still. */
  logRecords(network: Uint8Array): Uint8Array[] {
    const records: Uint8Array[] = []
    let next = 0
    for (const { number, value } of this.#store.list(LOG, network)) {
      next = number + 1
      if (value !== undefined) records.push(value)
    }
    if (records.length < next) this.#onDamage?.('membership')
    this.#logSizes.set(toHex(network), next)
    return records
  }

  /** Whether a record of the log is gone or cannot be read. */
  isLogBroken(network: Uint8Array): boolean {
    let next = 0
    let read = 0
    for (const { number, value } of this.#store.list(LOG, network)) {
      next = number + 1
      if (value !== undefined) read++
    }
    return read < next
  }

  /** Durable when it returns. Call {@link logRecords} once before. */
  appendLog(network: Uint8Array, records: readonly Uint8Array[]): void {
    if (records.length === 0) return
    const batch = this.#store.batch()
    const size = this.#putLog(batch, { network, records })
    this.#store.commit(batch)
    this.#logSizes.set(toHex(network), size)
  }

  /** Forgets the network's entry, log, receipts, addresses and what rang. Its documents are the ledger's to erase. */
  removeNetwork(network: Uint8Array): void {
    const batch = this.#store.batch()
    batch.delete({ space: SETTINGS, group: NETWORKS, item: network })
    for (const space of [LOG, RECEIPTS, ADDRESSES, ATTENTION, UPKEEP]) batch.deleteGroup(space, network)
    batch.deleteGroup(RECEIPTS, seenGroup(network))
    this.#store.commit(batch)
    this.#logSizes.delete(toHex(network))
  }

  /** Whatever was saved last, decoded; undefined when nothing or nothing readable was. */
  receipts(network: Uint8Array): unknown {
    return this.#read(RECEIPTS, network)
  }

  saveReceipts(network: Uint8Array, bytes: Uint8Array): void {
    this.#put({ space: RECEIPTS, group: network, item: ITEM }, bytes)
  }

  /** Milliseconds that no receipt of this device has gone beyond; 0 when nothing readable was saved. */
  receiptTime(network: Uint8Array): number {
    const saved = this.#read(RECEIPTS, network, GIVEN)
    return Array.isArray(saved) && typeof saved[1] === 'number' ? saved[1] : 0
  }

  saveReceiptTime(network: Uint8Array, at: number): void {
    this.#put({ space: RECEIPTS, group: network, item: GIVEN }, encodeCbor([1, at]))
  }

  addresses(network: Uint8Array): unknown {
    return this.#read(ADDRESSES, network)
  }

  saveAddresses(network: Uint8Array, bytes: Uint8Array): void {
    this.#put({ space: ADDRESSES, group: network, item: ITEM }, bytes)
  }

  /** What devices said of what is erased, the newest of each. */
  seenStatements(network: Uint8Array): Uint8Array[] {
    return [...this.#store.list(RECEIPTS, seenGroup(network))].flatMap(({ value }) => value ?? [])
  }

  /** @param device key, 32 bytes */
  saveSeen(
    network: Uint8Array,
    statements: readonly { readonly device: Uint8Array; readonly bytes: Uint8Array }[],
  ): void {
    const batch = this.#store.batch()
    for (const { device, bytes } of statements)
      batch.put({ space: RECEIPTS, group: seenGroup(network), item: device }, bytes)
    this.#store.commit(batch)
  }

  attention(network: Uint8Array): unknown {
    return this.#read(ATTENTION, network)
  }

  saveAttention(network: Uint8Array, bytes: Uint8Array): void {
    this.#put({ space: ATTENTION, group: network, item: ITEM }, bytes)
  }

  notices(network: Uint8Array): unknown {
    return this.#read(UPKEEP, network)
  }

  saveNotices(network: Uint8Array, bytes: Uint8Array): void {
    this.#put({ space: UPKEEP, group: network, item: ITEM }, bytes)
  }

  /** A row of a network as it stands, for a backup; undefined when there is none to be read. */
  keptRow(space: typeof ADDRESSES | typeof ATTENTION, network: Uint8Array): Uint8Array | undefined {
    try {
      return this.#store.get({ space, group: network, item: ITEM })
    } catch {
      return undefined
    }
  }

  saveKeptRow(space: typeof ADDRESSES | typeof ATTENTION, network: Uint8Array, bytes: Uint8Array): void {
    this.#put({ space, group: network, item: ITEM }, bytes)
  }

  /** The port other laptops know this one by; undefined before the first choice. */
  doorPort(): number | undefined {
    const value = this.#store.get({ space: SETTINGS, group: LAPTOP, item: ITEM })
    const decoded = value === undefined ? undefined : decodeCbor(value)
    return Array.isArray(decoded) && typeof decoded[1] === 'number' ? decoded[1] : undefined
  }

  saveDoorPort(port: number): void {
    this.#put({ space: SETTINGS, group: LAPTOP, item: ITEM }, encodeCbor([1, port]))
  }

  /** The device seed of an attempt to join that was begun with this invite: asking again must be with the same key. */
  joiningSeed(network: Uint8Array, invite: Uint8Array): Uint8Array | undefined {
    const seed = this.#store.get({ space: SETTINGS, group: JOINING, item: Buffer.concat([network, invite]) })
    return seed?.byteLength === 32 ? seed : undefined
  }

  saveJoiningSeed(network: Uint8Array, invite: Uint8Array, seed: Uint8Array): void {
    this.#put({ space: SETTINGS, group: JOINING, item: Buffer.concat([network, invite]) }, seed)
  }

  forgetJoiningSeed(network: Uint8Array, invite: Uint8Array): void {
    const batch = this.#store.batch()
    batch.delete({ space: SETTINGS, group: JOINING, item: Buffer.concat([network, invite]) })
    this.#store.commit(batch)
  }

  #putLog(
    batch: ReturnType<SealedStore['batch']>,
    { network, records }: { network: Uint8Array; records: readonly Uint8Array[] },
  ): number {
    let next = this.#logSizes.get(toHex(network)) ?? 0
    for (const record of records) batch.put({ space: LOG, group: network, item: next++ }, record)
    return next
  }

  #read(space: number, network: Uint8Array, item: Uint8Array = ITEM): unknown {
    try {
      const value = this.#store.get({ space, group: network, item })
      return value === undefined ? undefined : decodeCbor(value)
    } catch {
      return undefined // derived or refreshed on the next meeting; not worth stopping for
    }
  }

  #put(name: Parameters<SealedStore['get']>[0], value: Uint8Array): void {
    const batch = this.#store.batch()
    batch.put(name, value)
    this.#store.commit(batch)
  }
}

function toEntry(value: unknown): NetworkEntry {
  if (!Array.isArray(value) || value.length !== 8) throw damaged(SETTINGS)
  const [version, id, seed, state, as, name, kind, joinedAt] = value as unknown[]
  if (version !== 1) throw new MeshError('documents/written-by-newer-version', 'A network entry from a newer version')
  const sound =
    id instanceof Uint8Array &&
    seed instanceof Uint8Array &&
    (state === 'making' || state === 'active') &&
    typeof as === 'string' &&
    typeof name === 'string' &&
    typeof kind === 'string' &&
    typeof joinedAt === 'number'
  if (!sound) throw damaged(SETTINGS)
  return { id, seed, state, as, name, kind, joinedAt }
}

function seenGroup(network: Uint8Array): Uint8Array {
  return Buffer.concat([network, Buffer.from('seen')])
}

function damaged(space: number): MeshError {
  return new MeshError('documents/corrupt', 'A row of the store is damaged', { details: { space } })
}
