import { bytesEqual } from '../../core/shared/bytes.ts'
import { Emitter } from '../../core/shared/events.ts'
import type { Address, Discovery, DiscoveryEvents, DiscoveryTopic } from '../../core/network/ports.ts'
import type { MemorySegment } from './memory-segment.ts'

/** {@link Discovery} in memory: who asks hears at once of everybody who answers. */
export class MemoryDiscovery implements Discovery {
  readonly events = new Emitter<DiscoveryEvents>()
  readonly #segment: MemorySegment<MemoryDiscovery>
  readonly #addresses: () => readonly Address[]
  #topics: readonly DiscoveryTopic[] = []
  #detach: (() => void) | undefined

  /** @param init.addresses at least one */
  constructor(init: { segment: MemorySegment<MemoryDiscovery>; addresses: () => readonly Address[] }) {
    this.#segment = init.segment
    this.#addresses = init.addresses
  }

  get address(): Address {
    return this.#addresses()[0] ?? { ip: '0.0.0.0', port: 0 }
  }

  async start(): Promise<void> {
    if (this.#detach !== undefined) return
    this.#detach = this.#segment.attach(this)
    this.ask()
    // The others keep asking anyway; here they do so when there is somebody new.
    for (const other of this.#segment.reachableFrom(this.address.ip)) if (other !== this) other.ask()
  }

  async stop(): Promise<void> {
    this.#detach?.()
    this.#detach = undefined
  }

  setTopics(topics: readonly DiscoveryTopic[]): void {
    this.#topics = topics
    this.ask()
  }

  ask(): void {
    if (this.#detach === undefined) return
    for (const topic of this.#topics.filter(({ ask }) => ask)) {
      for (const other of this.#segment.reachableFrom(this.address.ip)) {
        if (other !== this) this.#segment.post(() => other.#asked(topic, this))
      }
    }
  }

  #asked(topic: DiscoveryTopic, by: MemoryDiscovery): void {
    const mine = this.#topics.find(({ secret, answer }) => answer && bytesEqual(secret, topic.secret))
    if (mine === undefined || this.#detach === undefined) return
    this.#segment.post(() => {
      if (by.#detach !== undefined)
        by.events.emit('peer:found', { topic, addresses: this.#addresses(), hint: mine.hint, isFresh: true })
    })
  }
}
