import { MeshError } from '../../core/shared/errors.ts'
import { Emitter } from '../../core/shared/events.ts'
import type { FakeClock } from './fake-clock.ts'
import type { Address, ConnectedPeer, TransportEvents } from '../../core/network/ports.ts'

/** A world in which addresses lead to devices, or fail in a given way: a transport as the connector sees it. */
export class DialWorld {
  readonly events = new Emitter<TransportEvents>()
  readonly dials: { at: number; port: number; keyIndex: number }[] = []
  /** By port: a device, `silent`, `refused`, `door`, or a device behind an ancestor's key. */
  readonly answers = new Map<number, string | { ancestor: number; device: string }>()
  readonly peers = new Map<string, ConnectedPeer>()
  readonly clock: FakeClock
  underWay = 0
  mostAtOnce = 0

  constructor(clock: FakeClock) {
    this.clock = clock
  }

  connected(): readonly ConnectedPeer[] {
    return [...this.peers.values()]
  }

  async dial(
    { ip, port }: Address,
    { signal, keyIndex = 0 }: { signal: AbortSignal; keyIndex?: number },
  ): Promise<ConnectedPeer> {
    this.dials.push({ at: this.clock.monotonic(), port, keyIndex })
    this.underWay += 1
    this.mostAtOnce = Math.max(this.mostAtOnce, this.underWay)
    try {
      await Promise.resolve()
      const answer = this.answers.get(port) ?? 'refused'
      if (answer === 'silent')
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(failure('connect'))))
      if (answer === 'refused') throw failure('connect')
      if (answer === 'door' || (typeof answer === 'object' && answer.ancestor !== keyIndex)) throw failure('door')
      const device = typeof answer === 'object' ? answer.device : answer
      const peer: ConnectedPeer = {
        device,
        address: { ip, port },
        direction: 'outbound',
        scope: { kind: keyIndex === 0 ? 'member' : 'catch-up' },
      }
      if (keyIndex === 0) this.connect(peer)
      return peer
    } finally {
      this.underWay -= 1
    }
  }

  connect(peer: ConnectedPeer): void {
    this.peers.set(peer.device, peer)
    this.events.emit('peer:connected', peer)
  }

  lose(device: string): void {
    this.peers.delete(device)
    this.events.emit('peer:disconnected', { device })
  }

  times(port: number): number[] {
    return this.dials.filter((dial) => dial.port === port && dial.keyIndex === 0).map(({ at }) => at)
  }
}

/** An address of that world. */
export function at(port: number): Address {
  return { ip: '10.0.0.2', port }
}

function failure(stage: string): MeshError {
  return new MeshError('network/peer-unreachable', 'No', { details: { stage } })
}
