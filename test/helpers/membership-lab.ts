import { createHash } from 'node:crypto'

import { Author } from '../../core/identity/author/author.ts'
import { createNetwork } from '../../core/identity/author/create-network.ts'
import { labelOf, saltName } from '../../core/identity/author/sealed-name.ts'
import { DeviceKey } from '../../core/identity/device-key.ts'
import { inviteKeysOf } from '../../core/identity/invite/keys.ts'
import { Keyring } from '../../core/identity/keyring.ts'
import { MembershipLog } from '../../core/identity/log/membership-log.ts'
import { signProof } from '../../core/identity/log/record/proof.ts'
import type { MembershipState } from '../../core/identity/log/state.ts'
import { toHex } from '../../core/shared/bytes.ts'
import type { RandomBytes } from '../../core/shared/clock.ts'
import { FakeClock } from './fake-clock.ts'

/** Bytes that look random and are the same in every run. */
export function seededRandom(seed: string): RandomBytes {
  let count = 0
  return (size) => {
    const out = new Uint8Array(size)
    for (let at = 0; at < size; at += 32) {
      const block = createHash('sha256').update(`${seed}/${count++}`).digest()
      out.set(block.subarray(0, Math.min(32, size - at)), at)
    }
    return out
  }
}

/** Far enough ahead for every test. */
export const LATER = 1_000_000

/** One laptop's share of one network: what the engine keeps of identity. */
export class Laptop {
  readonly name: string
  readonly clock: FakeClock
  readonly random: RandomBytes
  readonly device: DeviceKey
  readonly keyring: Keyring
  /** Undefined until it founds or joins. */
  author: Author | undefined

  constructor(name: string, clock = new FakeClock()) {
    this.name = name
    this.clock = clock
    this.random = seededRandom(name)
    this.device = new DeviceKey(this.random(32))
    this.keyring = new Keyring(this.device)
  }

  get hex(): string {
    return this.device.hex
  }

  get log(): MembershipLog {
    return this.act.log
  }

  get state(): MembershipState {
    return this.log.state()
  }

  /** @throws Error before it founded or joined */
  get act(): Author {
    if (this.author === undefined) throw new Error(`${this.name} is in no network`)
    return this.author
  }

  get person(): string {
    return this.state.devices.get(this.hex)?.person ?? ''
  }

  found(): void {
    this.#enter(createNetwork({ device: this.device, clock: this.clock, random: this.random, name: this.name }).log)
  }

  /** Starts from a log received on joining. */
  enter(records: readonly Uint8Array[], networkId: Uint8Array): void {
    const log = new MembershipLog(networkId)
    log.add(records)
    this.#enter(log)
  }

  /** Takes records and opens what they bring. */
  take(records: readonly Uint8Array[]): void {
    this.log.add(records)
    this.keyring.update(this.state)
  }

  #enter(log: MembershipLog): void {
    const { device, keyring, clock, random } = this
    this.author = new Author({ log, device, keyring, clock, random })
    keyring.update(log.state())
  }
}

/** An invite's record id (hex) and seed. */
export interface Ticket {
  readonly id: string
  readonly seed: Uint8Array
}

export function makeInvite(
  at: Laptop,
  options: { uses?: number; expires?: number; autoAdmit?: boolean; ownDevice?: boolean } = {},
): Ticket {
  const { records, id, seed } = at.act.invite({ uses: 1, expires: LATER, autoAdmit: true, ...options })
  at.take(records)
  return { id: toHex(id), seed }
}

/** What a joiner sends. */
export function newcomerWith(ticket: Ticket, joiner: Laptop, networkId: Uint8Array) {
  const salted = saltName(joiner.name, joiner.random)
  const subject = { networkId, device: joiner.device.publicKey, label: labelOf(salted) }
  return {
    device: joiner.device.publicKey,
    salted,
    proof: signProof(subject, { invite: inviteKeysOf(ticket.seed).signing, device: joiner.device }),
  }
}

/** Lets `joiner` in at `host`, who holds the invite's record. */
export function admit(host: Laptop, joiner: Laptop, ticket: Ticket): void {
  host.take(host.act.admit(ticket.id, newcomerWith(ticket, joiner, host.log.networkId)))
  joiner.enter(host.log.records(), host.log.networkId)
}

/** Host invites and lets in. */
export function welcome(host: Laptop, joiner: Laptop): void {
  admit(host, joiner, makeInvite(host))
}

/** Both laptops end up with everything either had. */
export function meet(a: Laptop, b: Laptop): void {
  const fromA = a.log.records()
  a.take(b.log.records())
  b.take(fromA)
}

/** Everyone ends up with everything. */
export function meetAll(laptops: readonly Laptop[]): void {
  const all = laptops.flatMap((laptop) => laptop.log.records())
  for (const laptop of laptops) laptop.take(all)
}

/** A founder and `count` members who know of each other. */
export function networkOf(count: number): Laptop[] {
  const laptops = Array.from({ length: count + 1 }, (_, index) => new Laptop(`laptop ${index}`))
  laptops[0]!.found()
  for (const laptop of laptops.slice(1)) welcome(laptops[0]!, laptop)
  meetAll(laptops)
  return laptops
}

/** What a laptop that reads the same records all at once, as after a start, makes of them. */
export function reread({ log }: Laptop): MembershipState {
  const whole = new MembershipLog(log.networkId)
  whole.load(log.records(), { verified: true })
  return whole.state()
}

/** A state as plain data, for comparing. */
export function plain(state: MembershipState): unknown {
  const devices = [...state.devices.keys()]
  const boxes = [...state.epochs.values()].map((epoch) => [
    epoch.id,
    devices.map((device) => epoch.boxesFor(device).map(toHex)),
  ])
  return JSON.parse(JSON.stringify([state, boxes], replacer)) as unknown
}

function replacer(_key: string, value: unknown): unknown {
  if (value instanceof Map) return [...value]
  if (value instanceof Set) return [...value].toSorted()
  return value instanceof Uint8Array ? toHex(value) : value
}
