import type { InterfaceAddress } from '../../core/network/interfaces.ts'
import type { LinkListener, MulticastLink, OpenLink } from '../../core/network/discovery/multicast-link.ts'

/** One packet as an observer on the wifi sees it. */
export interface AirPacket {
  readonly kind: 'question' | 'answer'
  readonly from: string
  readonly name: string
  readonly text?: Uint8Array
}

/** Multicast in memory: every packet reaches every interface in the air, the sender's own included. */
export class MemoryAir {
  readonly packets: AirPacket[] = []
  readonly #listeners = new Map<LinkListener, InterfaceAddress>()
  /** Where links have been opened and not closed. */
  get open(): readonly InterfaceAddress[] {
    return [...this.#listeners.values()]
  }

  readonly openLink: OpenLink = (on, listener): MulticastLink => {
    this.#listeners.set(listener, on)
    return {
      ask: (name) => this.send({ kind: 'question', from: on.ip, name }),
      answer: (name, text) => this.send({ kind: 'answer', from: on.ip, name, text }),
      close: async () => void this.#listeners.delete(listener),
    }
  }

  /** From anyone, strangers included. */
  send(packet: AirPacket): void {
    this.packets.push(packet)
    for (const listener of [...this.#listeners.keys()]) {
      if (packet.kind === 'question') listener.asked(packet.name, packet.from)
      else listener.answered(packet.name, packet.text ?? new Uint8Array(0), packet.from)
    }
  }
}
