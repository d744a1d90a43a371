import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign as signWith,
  type KeyObject,
} from 'node:crypto'

import type { KindShape } from '../../core/documents/automerge/shapes.ts'
import { Ledger } from '../../core/documents/ledger/ledger.ts'
import type { LedgerEdit } from '../../core/documents/ledger/local-writer.ts'
import type { Authority, LedgerSession, Shapes } from '../../core/documents/ledger/ports.ts'
import type { DocumentsHost, Store } from '../../core/documents/ports.ts'
import { SealedStore } from '../../core/documents/store/sealed-store.ts'
import { networkDocumentId } from '../../core/documents/unit/document-id.ts'
import { unitKeyOf } from '../../core/documents/unit/sealing.ts'
import { makeSession, type SessionRecord } from '../../core/documents/unit/session.ts'
import type { Json, Write } from '../../core/domain/write.ts'
import { isWithin, joined, type Stretches, stretchesOf } from '../../core/identity/log/cut.ts'
import { fromHex, toHex } from '../../core/shared/bytes.ts'
import { systemClock, type Clock } from '../../core/shared/clock.ts'
import { RingLog } from '../../core/shared/log.ts'

import { InProcessHost } from './in-process-host.ts'
import { MemoryStore } from './memory-store.ts'

/** A small domain: a title, a state, a log and a co-edited text. */
const STRUCTURE = { log: {}, text: '' }
export const KIND_SHAPES: readonly KindShape[] = [
  'network',
  'member',
  'contact',
  'incident',
  'alert',
  'plan',
  'note',
].map((kind) => ({
  kind,
  initial: { 1: STRUCTURE },
  textPaths: [['text']],
  counterPaths: [],
  watchedPaths: [['title']],
}))

type Stored = { readonly [key: string]: Json }
export const testShapes: Shapes = {
  kinds: [],
  isUrgent: (kind) => kind === 'alert',
  initialVersion: () => 1,
  initialRecord: () => STRUCTURE,
  writing: () => KIND_SHAPES[0]!,
  present: (_, stored) => stored,
  summary: (_, shown) => {
    const { title, text, created, state, archived } = shown as Stored
    return {
      title: typeof title === 'string' ? title : '',
      text: typeof text === 'string' ? text : '',
      created: typeof created === 'number' ? created : 0,
      state: typeof state === 'string' ? state : '',
      archived: archived === true,
    }
  },
}

export const put = (key: string, value: Json): Write => ({ op: 'put', path: [key], value })

/** A new incident; `more` are further top-level fields. */
export function incident(title: string, more: { readonly [key: string]: Json } = {}): LedgerEdit {
  return {
    kind: 'incident',
    writes: () => [put('title', title), ...Object.entries(more).map(([key, value]) => put(key, value))],
  }
}

/** A new incident so deeply nested that it is left to Automerge to show. */
export function deepIncident(title: string): LedgerEdit {
  let deep: Json = true
  for (let level = 0; level < 15; level++) deep = { deep }
  return incident(title, { deep })
}

/** An edit of a held record that sets one field. */
export function change(document: string, key: string, value: Json): LedgerEdit {
  return { kind: 'incident', document, writes: () => [put(key, value)] }
}

/** One network: its keys and who is in it, the same for all its laptops. */
export class TestNetwork implements Authority {
  readonly id: string
  readonly epoch: { readonly id: string; readonly unitKey: Uint8Array }
  readonly strangers = new Set<string>()
  /** Device -> session -> numbers that count. */
  readonly removed = new Map<string, ReadonlyMap<string, Stretches>>()

  /** The same network once more when it is told what it was; ids and key hex. */
  constructor(
    kept = { id: toHex(randomBytes(16)), epoch: toHex(randomBytes(16)), key: toHex(unitKeyOf(randomBytes(32))) },
  ) {
    this.id = kept.id
    this.epoch = { id: kept.epoch, unitKey: fromHex(kept.key) }
  }

  /** What the constructor takes. */
  kept(): { id: string; epoch: string; key: string } {
    return { id: this.id, epoch: this.epoch.id, key: toHex(this.epoch.unitKey) }
  }

  mayAuthor(device: string, session: string, sequence: number): 'yes' | 'not-a-member' | 'beyond-removal' {
    if (this.strangers.has(device)) return 'not-a-member'
    const cut = this.removed.get(device)
    return cut === undefined || isWithin(cut.get(session) ?? [], sequence) ? 'yes' : 'beyond-removal'
  }

  /** One more removal of a device, which lets these numbers of its sessions count. */
  remove(device: string, last: readonly (readonly [session: string, ...runs: number[]])[]): void {
    const cut = new Map(this.removed.get(device))
    for (const [session, ...runs] of last) cut.set(session, joined([cut.get(session) ?? [], stretchesOf(runs)]))
    this.removed.set(device, cut)
  }

  /** Who a device belongs to: each to a person of its own name, unless told otherwise. */
  readonly people = new Map<string, string>()

  personOf(device: string): string {
    return this.people.get(device) ?? device
  }

  /** Whether the record with the key of the epoch is damaged. */
  isKeyLost = false

  unitKey(epoch: string): Uint8Array | undefined {
    return !this.isKeyLost && epoch === this.epoch.id ? this.epoch.unitKey : undefined
  }

  newestEpoch(): { id: string; unitKey: Uint8Array } {
    return this.epoch
  }

  readonly erased = new Set<string>()

  isErased(document: string): boolean {
    return this.erased.has(document)
  }

  isFixedDocument(kind: 'network' | 'member', document: string): boolean {
    return kind === 'network' && document === networkDocumentId(this.id)
  }
}

/** A device and, with each call of `session`, one more start of it. */
export class TestDevice {
  readonly #private: KeyObject
  readonly key: Uint8Array
  readonly id: string
  readonly sign = (message: Uint8Array): Uint8Array => signWith(null, message, this.#private)

  /** @param kept PKCS 8, hex; another device each time without it */
  constructor(kept?: string) {
    this.#private =
      kept === undefined
        ? generateKeyPairSync('ed25519').privateKey
        : createPrivateKey({ key: Buffer.from(kept, 'hex'), format: 'der', type: 'pkcs8' })
    this.key = new Uint8Array(createPublicKey(this.#private).export({ format: 'der', type: 'spki' }).subarray(-32))
    this.id = toHex(this.key)
  }

  /** What the constructor takes. */
  kept(): string {
    return this.#private.export({ format: 'der', type: 'pkcs8' }).toString('hex')
  }

  session(network: TestNetwork, started = 1_000): LedgerSession & { readonly full: SessionRecord } {
    const full = makeSession({ network: network.id, deviceKey: this.key, started }, { sign: this.sign, randomBytes })
    return { id: full.id, record: full.bytes, sign: this.sign, full }
  }
}

/** One laptop: rows that outlive the ledger, and a ledger that can be closed and opened again. */
export class Laptop {
  readonly network: TestNetwork
  readonly device: TestDevice
  readonly rows: Store
  readonly masterKey: Uint8Array
  readonly log = new RingLog({ now: () => 0 })
  host: DocumentsHost & { opened?: number }
  sealed!: SealedStore
  ledger!: Ledger
  session!: LedgerSession & { readonly full: SessionRecord }
  readonly #clock: Clock
  readonly #shapes: Shapes

  constructor(
    network: TestNetwork,
    options: {
      rows?: Store
      host?: DocumentsHost
      clock?: Clock
      device?: TestDevice
      masterKey?: Uint8Array
      shapes?: Shapes
    } = {},
  ) {
    this.network = network
    this.device = options.device ?? new TestDevice()
    this.masterKey = options.masterKey ?? randomBytes(32)
    this.rows = options.rows ?? new MemoryStore()
    this.host = options.host ?? new InProcessHost(KIND_SHAPES)
    this.#clock = options.clock ?? systemClock
    this.#shapes = options.shapes ?? testShapes
  }

  /** A new start of the engine: a new session over the same rows. */
  async open(session = this.device.session(this.network)): Promise<this> {
    await this.rows.start()
    this.session = session
    this.sealed = new SealedStore({ store: this.rows, masterKey: this.masterKey, randomBytes })
    this.ledger = new Ledger({
      store: this.sealed,
      host: this.host,
      authority: this.network,
      shapes: this.#shapes,
      networkId: this.network.id,
      session,
      clock: this.#clock,
      randomBytes,
      log: this.log,
    })
    await this.ledger.start()
    return this
  }

  async close(): Promise<void> {
    await this.ledger.stop()
    await this.rows.stop()
  }

  async reopen(): Promise<this> {
    await this.close()
    return await this.open()
  }

  /** Everything this laptop would send to one that holds nothing. */
  units(document?: string): Uint8Array[] {
    const ids =
      document === undefined ? this.ledger.items().map((item) => item.document) : [Buffer.from(document, 'hex')]
    return ids.flatMap((id) => [...this.ledger.unitsBeyond(id, [])].map(({ bytes }) => bytes))
  }

  /** Session records of all that it would send. */
  sessions(): Uint8Array[] {
    const ids = new Set(
      this.ledger.items().flatMap(({ document }) => this.ledger.vector(document).map(([session]) => toHex(session))),
    )
    return [...ids].map((id) => this.ledger.sessionRecordOf(Buffer.from(id, 'hex'))!)
  }

  /** Hands everything over to another laptop and waits until it shows there. */
  async sendTo(other: Laptop): Promise<readonly string[]> {
    other.ledger.acceptSessions(this.sessions())
    const verdicts = await other.ledger.accept(this.units(), 'peer')
    await other.ledger.settled()
    return verdicts
  }

  titles(): string[] {
    return this.ledger
      .list({ sort: 'name', offset: 0, limit: 200 })
      .records.map(({ record }) => (record as { title: string }).title)
  }
}

/** What all that a laptop holds comes down to: equal on two laptops when they hold the same. */
export function digestOf(laptop: Laptop): string {
  const hash = createHash('sha256')
  for (const { document, fingerprint } of laptop.ledger.items()) hash.update(document).update(fingerprint)
  return hash.digest('hex')
}
