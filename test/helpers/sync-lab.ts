import { hash } from 'node:crypto'

import { bytesEqual, fromHex } from '../../core/shared/bytes.ts'
import type { Clock } from '../../core/shared/clock.ts'
import { RingLog } from '../../core/shared/log.ts'
import { decodeMessage } from '../../core/sync/protocol/decode.ts'
import type { Message } from '../../core/sync/protocol/messages.ts'
import type { SyncEvents } from '../../core/sync/events.ts'
import { SyncHub, type Attachment } from '../../core/sync/hub.ts'
import type { ReceiptSigner } from '../../core/sync/receipts/signed-receipt.ts'
import { FakeClock } from './fake-clock.ts'
import { MemoryReplica } from './memory-replica.ts'
import { WirePair, type Direction } from './wire-pair.ts'

/** One laptop of a sync test. */
export interface Laptop {
  readonly device: string
  readonly replica: MemoryReplica
  readonly hub: SyncHub
  /** Everything its hub told, in order. */
  readonly told: { name: keyof SyncEvents; event: unknown }[]
}

/** A connection between two laptops, dialled by the first. */
export interface Link {
  readonly pair: WirePair
  readonly ends: readonly [Attachment, Attachment]
  readonly laptops: readonly [Laptop, Laptop]
}

const NAMES = ['peer:greeted', 'peer:refused', 'sync:receipt', 'session:ended'] as const

/** Laptops, their links and one clock; nothing travels until {@link SyncLab.flow}. */
export class SyncLab {
  readonly clock = new FakeClock()
  readonly links: Link[] = []
  /** What laptops keep from start to start, by device. */
  readonly #keptTimes = new Map<string, number>()
  isMember: (device: string) => boolean = () => true
  /** Whether laptops sign what they hold for those who are reached through others, and in a network of how many. */
  devices = 0

  /** Documents (hex) that are calls for help, everywhere. */
  readonly urgent = new Set<string>()

  laptop(name: string, { network, behindMs = 0 }: { network?: Uint8Array; behindMs?: number } = {}): Laptop {
    const replica = new MemoryReplica(name, { urgent: this.urgent, ...(network !== undefined && { network }) })
    const log = new RingLog({ now: () => this.clock.now() })
    const device = hash('sha256', name, 'hex')
    const { clock: shared } = this
    const clock: Clock = {
      now: () => shared.now() - behindMs,
      monotonic: () => shared.monotonic(),
      after: (delayMs, task) => shared.after(delayMs, task),
    }
    const keptTime = {
      read: () => this.#keptTimes.get(device) ?? 0,
      keep: (at: number) => void this.#keptTimes.set(device, at),
    }
    const hub = new SyncHub({
      replica,
      clock,
      log,
      isMember: (one) => this.isMember(one),
      ...(this.devices > 0 && { relay: { signer: fakeSigner(device), keptTime }, deviceCount: () => this.devices }),
    })
    const told: Laptop['told'] = []
    for (const event of NAMES) hub.events.on(event, (value) => told.push({ name: event, event: value }))
    return { device, replica, hub, told }
  }

  connect(a: Laptop, b: Laptop): Link {
    const pair = new WirePair()
    const ends = [a.hub.attach(b, pair.a, true), b.hub.attach(a, pair.b, false)] as const
    const link: Link = { pair, ends, laptops: [a, b] }
    this.links.push(link)
    return link
  }

  /** Delivers until nothing moves any more. */
  async flow(): Promise<void> {
    for (let quiet = 0; quiet < 3;) {
      await turns(2)
      const moved = this.links.reduce((sum, { pair }) => sum + pair.deliverAll(), 0)
      quiet = moved === 0 ? quiet + 1 : 0
    }
  }

  /** Lets time pass in steps, delivering in between. */
  async pass(ms: number, stepMs = 100): Promise<void> {
    for (let left = ms; left > 0; left -= stepMs) {
      this.clock.advance(Math.min(stepMs, left))
      await this.flow()
    }
  }
}

/** Signs with a hash that only tests would take for a signature. */
export function fakeSigner(device: string): ReceiptSigner {
  const own = fromHex(device)
  const mark = (message: Uint8Array, by: Uint8Array): Uint8Array =>
    new Uint8Array(hash('sha512', Buffer.concat([by, message]), 'buffer'))
  return {
    device: own,
    sign: (message) => mark(message, own),
    verify: (message, signature, by) => bytesEqual(mark(message, by), signature),
  }
}

/** Lets the event loop turn. */
export async function turns(count: number): Promise<void> {
  for (let at = 0; at < count; at += 1) await new Promise((resolve) => setImmediate(resolve))
}

/** Ana and Ben, not connected yet. */
export function pairOfLaptops(): { lab: SyncLab; ana: Laptop; ben: Laptop } {
  const lab = new SyncLab()
  return { lab, ana: lab.laptop('Ana'), ben: lab.laptop('Ben') }
}

/** Collects what is sent one way, decoded. */
export function listen(direction: Direction): Message[] {
  const heard: Message[] = []
  direction.tap = (raw) => heard.push(decodeMessage(raw))
  return heard
}

/** How many of a type. */
export const count = (messages: readonly Message[], type: Message['type']): number =>
  messages.filter((message) => message.type === type).length
