import { announcementHint, sealAnnouncement } from '../../core/network/discovery/announcement.ts'
import { SealedMdns } from '../../core/network/discovery/sealed-mdns.ts'
import { InterfaceWatch } from '../../core/network/interface-watch.ts'
import { FakeClock } from './fake-clock.ts'
import { random } from './libp2p-rig.ts'
import { MemoryAir } from './memory-air.ts'
import type { InterfaceAddress } from '../../core/network/interfaces.ts'
import type { Address, DiscoveryEvents } from '../../core/network/ports.ts'

/** One laptop in the air, started. */
export interface SealedLaptop {
  readonly discovery: SealedMdns
  readonly watch: InterfaceWatch
  readonly found: DiscoveryEvents['peer:found'][]
  readonly hint: string
}

export const wifi = (ip: string, prefix = 24): InterfaceAddress => ({ name: 'wifi', ip, prefix, internal: false })

/** Laptops of one network in one air, by one clock. */
export class SealedLab {
  readonly secret = random(32)
  readonly clock = new FakeClock()
  readonly air = new MemoryAir()

  async laptop(options: {
    ip: string
    interfaces?: () => InterfaceAddress[]
    clockOffMs?: number
    /** Secrets that it answers and does not ask for: invites, older epochs. */
    answersOnly?: readonly Uint8Array[]
  }): Promise<SealedLaptop> {
    const { clock, air, secret } = this
    const { ip, clockOffMs = 0, interfaces = () => [wifi(ip)] } = options
    const own = {
      now: () => clock.now() + clockOffMs,
      monotonic: () => clock.monotonic(),
      after: clock.after.bind(clock),
    }
    const watch = new InterfaceWatch({ clock, interfaces })
    const addresses = (): Address[] => interfaces().map((on) => ({ ip: on.ip, port: 4000 }))
    const log = { note: () => undefined }
    const discovery = new SealedMdns({ clock: own, random, log, interfaces: watch, addresses, openLink: air.openLink })
    const hint = announcementHint(secret, random(32))
    const topic = { secret, hourly: true, ask: true, answer: true, hint }
    const others = (options.answersOnly ?? []).map((other) => ({ ...topic, secret: other, ask: false }))
    discovery.setTopics([topic, ...others])
    const found: SealedLaptop['found'] = []
    discovery.events.on('peer:found', (event) => found.push(event))
    await watch.start()
    await discovery.start()
    return { discovery, watch, found, hint }
  }

  /** An answer as whoever has the secret can make it. */
  say(name: string, options: { from: string; address?: Address; hint?: string; secret?: Uint8Array }): void {
    const { from, address = { ip: from, port: 4000 }, hint = Buffer.from(random(8)).toString('hex') } = options
    const text = sealAnnouncement(
      { addresses: [address], hint },
      { secret: options.secret ?? this.secret, name, random },
    )
    this.air.send({ kind: 'answer', from, name, text })
  }
}
