import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { SealedStore } from '../../../core/documents/store/sealed-store.ts'
import { SqliteStore } from '../../../core/documents/store/sqlite-store.ts'
import { WatchedStore } from '../../../core/documents/store/watched-store.ts'
import { NetworkRuntime } from '../../../core/engine/network/network-runtime.ts'
import type { OpenProfile } from '../../../core/engine/profile/open-profile.ts'
import { type NetworkEntry, NetworkRows } from '../../../core/engine/profile/network-rows.ts'
import { HOST_SHAPES } from '../../../core/engine/records/domain-shapes.ts'
import { RecordWriter } from '../../../core/engine/records/record-writer.ts'
import { createNetwork } from '../../../core/identity/author/create-network.ts'
import { labelOf, saltName } from '../../../core/identity/author/sealed-name.ts'
import { DeviceKey } from '../../../core/identity/device-key.ts'
import { inviteKeysOf } from '../../../core/identity/invite/keys.ts'
import { signProof } from '../../../core/identity/log/record/proof.ts'
import { toHex } from '../../../core/shared/bytes.ts'
import { RingLog } from '../../../core/shared/log.ts'
import { decodeMessage, documentOfUnit } from '../../../core/sync/protocol/decode.ts'
import { FakeClock } from '../fake-clock.ts'
import { InProcessHost } from '../in-process-host.ts'
import { random } from '../libp2p-rig.ts'
import { WirePair } from '../wire-pair.ts'

const HOUR = 3_600_000

/** One laptop as it runs, with its files on the disk, but for the wifi: it meets another when the test says so. */
export class EngineLaptop {
  readonly name: string
  readonly clock: FakeClock
  readonly folder: string
  readonly device: DeviceKey
  readonly log: RingLog
  readonly #seed: Uint8Array
  #masterKey = random(32)
  profile!: OpenProfile
  runtime!: NetworkRuntime
  #entry!: NetworkEntry

  /** @param seed of its device, 32 bytes; another each time without it */
  constructor(name: string, clock: FakeClock, seed = random(32)) {
    this.name = name
    this.#seed = seed
    this.clock = clock
    this.folder = mkdtempSync(path.join(tmpdir(), `muster-${name.toLowerCase()}-`))
    this.device = new DeviceKey(this.#seed)
    this.log = new RingLog({ now: () => clock.now() })
  }

  get id(): string {
    return this.device.hex
  }

  get person(): string {
    return this.runtime.membership.person
  }

  async found(): Promise<void> {
    const { networkId, records } = createNetwork({ device: this.device, clock: this.clock, random, name: this.name })
    await this.#enter(networkId, records)
    const fields = { name: 'Mill valley', kind: 'area' }
    await this.writer().addFixed('network', this.runtime.networkDocument, fields)
  }

  /** Lets `other` in, as a member, or as one more device of this laptop's person. */
  async welcome(other: EngineLaptop, options: { ownDevice?: boolean } = {}): Promise<void> {
    const { membership, duties } = this.runtime
    const expires = Math.ceil(this.clock.now() / HOUR) + 24
    const { records, id, seed } = duties.author().invite({ uses: 1, expires, autoAdmit: true, ...options })
    membership.accept(records)
    const salted = saltName(other.name, random)
    const subject = { networkId: membership.networkId, device: other.device.publicKey, label: labelOf(salted) }
    const proof = signProof(subject, { invite: inviteKeysOf(seed).signing, device: other.device })
    membership.accept(duties.author().admit(toHex(id), { device: other.device.publicKey, salted, proof }))
    await other.#enter(membership.networkId, membership.log.records())
  }

  writer(): RecordWriter {
    return new RecordWriter({ runtime: this.runtime, clock: this.runtime.clock, random })
  }

  async report(...whats: readonly string[]): Promise<string[]> {
    return await this.writer().add(
      'incident',
      whats.map((what) => ({ what, kind: 'flood' })),
    )
  }

  /** What its incidents say, sorted. */
  incidents(): string[] {
    const all = { kind: 'incident', sort: 'newest', offset: 0, limit: 10_000 } as const
    return this.runtime.ledger
      .list(all)
      .records.map(({ record }) => (record as { what: string }).what)
      .toSorted()
  }

  holds(id: string): boolean {
    return this.runtime.ledger.has(id)
  }

  /** Opened again over what is on the disk now. @param from another folder: a copy, as a backup or a pulled plug leaves it */
  async reopen(from?: string): Promise<void> {
    await this.close()
    if (from !== undefined) {
      rmSync(this.folder, { recursive: true })
      cpSync(from, this.folder, { recursive: true })
    }
    await this.#open()
  }

  /** Another computer with a copy of this one's profile, as it is now, running too. */
  async twin(): Promise<EngineLaptop> {
    const twin = new EngineLaptop(this.name, this.clock, this.#seed)
    rmSync(twin.folder, { recursive: true })
    cpSync(this.folder, twin.folder, { recursive: true })
    twin.#entry = this.#entry
    twin.#masterKey = this.#masterKey
    await twin.#open()
    return twin
  }

  /** Its files as they are at this moment, as a kill would leave them. */
  copy(): string {
    const folder = mkdtempSync(path.join(tmpdir(), 'muster-copy-'))
    cpSync(this.folder, folder, { recursive: true })
    return folder
  }

  /** All bytes of its files. */
  bytes(): Buffer {
    return allBytes(this.folder)
  }

  async close(): Promise<void> {
    await this.runtime?.stop()
    await this.profile?.close()
  }

  async dispose(): Promise<void> {
    await this.close()
    if (existsSync(this.folder)) rmSync(this.folder, { recursive: true })
  }

  async #enter(networkId: Uint8Array, records: readonly Uint8Array[]): Promise<void> {
    const about = { as: this.name, name: 'Mill valley', kind: 'area', joinedAt: this.clock.now() }
    this.#entry = { id: networkId, seed: this.#seed, state: 'active', ...about }
    await this.#openStore()
    this.profile.rows.saveNetwork(this.#entry, records)
    await this.#openRuntime()
  }

  async #open(): Promise<void> {
    await this.#openStore()
    await this.#openRuntime()
  }

  /** Without a vault around its key, whose passphrase costs more than all the rest. */
  async #openStore(): Promise<void> {
    const store = new WatchedStore(new SqliteStore({ path: path.join(this.folder, 'store.sqlite') }))
    await store.start()
    const sealed = new SealedStore({ store, masterKey: this.#masterKey, randomBytes: random })
    this.profile = {
      sealed,
      rows: new NetworkRows(sealed),
      store,
      tryWriting: () => undefined,
      damage: () => [],
      close: () => store.stop(),
    }
  }

  async #openRuntime(): Promise<void> {
    const { profile, clock, log } = this
    const host = new InProcessHost(HOST_SHAPES)
    const entry = { ...this.#entry, seed: this.#seed.slice() } // overwritten when it stops
    this.runtime = await NetworkRuntime.open(entry, { profile, host, clock, random, log })
  }
}

/** All bytes of the files in a folder. */
export function allBytes(folder: string): Buffer {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((one) => one.isFile())
  return Buffer.concat(files.map((one) => readFileSync(path.join(one.parentPath, one.name))))
}

/** Laptops of one network, the first its founder, all of whom have everything the founder has. */
export async function laptopsOf(names: readonly string[]): Promise<EngineLaptop[]> {
  const clock = new FakeClock()
  const laptops = names.map((name) => new EngineLaptop(name, clock))
  const [founder, ...others] = laptops as [EngineLaptop, ...EngineLaptop[]]
  await founder.found()
  for (const other of others) await founder.welcome(other)
  for (const other of others) await meet(founder, other)
  return laptops
}

/** Two laptops talk until they have nothing more to say, the first of them dialling; then they part. */
export async function meet(a: EngineLaptop, b: EngineLaptop): Promise<void> {
  const part = await connect(a, b)
  await part()
}

/** The same, and they stay in touch until the function that is given is called. */
export async function connect(a: EngineLaptop, b: EngineLaptop): Promise<() => Promise<void>> {
  const pair = new WirePair()
  const ends = [
    a.runtime.hub.attach({ device: b.id }, pair.a, true),
    b.runtime.hub.attach({ device: a.id }, pair.b, false),
  ]
  pair.toB.tap = (message) => taps.forEach((tap) => tap(a.id, message))
  pair.toA.tap = (message) => taps.forEach((tap) => tap(b.id, message))
  const link = { pair, laptops: [a, b] }
  links.add(link)
  await flow()
  return async () => {
    await flow()
    links.delete(link)
    pair.cut()
    await Promise.all(ends.map(({ done }) => done))
  }
}

const links = new Set<{ readonly pair: WirePair; readonly laptops: readonly EngineLaptop[] }>()
/** See every message, with the device (hex) that sends it. */
const taps = new Set<(device: string, message: Uint8Array) => void>()

/** Ids of the documents of which a laptop sends units, while `work` is done. */
export async function sentBy(laptop: EngineLaptop, work: () => Promise<void>): Promise<Set<string>> {
  const sent = new Set<string>()
  const tap = (device: string, raw: Uint8Array): void => {
    const message = device === laptop.id ? decodeMessage(raw) : undefined
    for (const unit of message?.type === 'units' ? message.units : []) sent.add(toHex(documentOfUnit(unit)!))
  }
  taps.add(tap)
  await work()
  taps.delete(tap)
  return sent
}

/** Turns without a word after which both are done, where they say so, and where they do not: signatures are checked in other threads. */
const QUIET = { settled: 3, nudged: 6, over: 60 }
/** What a statement of what is held waits for (core/sync/protocol/limits.ts). */
const NUDGE_MS = 100
const NUDGES = 3

/** Delivers until all have said that they hold the same, or nothing moves any more. */
export async function flow(): Promise<void> {
  let nudges = 0
  for (let quiet = 0; quiet < QUIET.over;) {
    await new Promise((resolve) => setTimeout(resolve, 1))
    const moved = [...links].reduce((sum, { pair }) => sum + pair.deliverAll(), 0)
    quiet = moved === 0 ? quiet + 1 : 0
    if (quiet >= QUIET.settled && isSettled()) return
    if (quiet < QUIET.nudged || nudges >= NUDGES) continue
    for (const clock of new Set([...links].flatMap(({ laptops }) => laptops.map((one) => one.clock))))
      clock.advance(NUDGE_MS)
    nudges++
    quiet = 0
  }
}

function isSettled(): boolean {
  return [...links].every(({ laptops }) =>
    laptops.every(({ runtime }) => runtime.hub.status().every(({ state }) => state === 'settled')),
  )
}
