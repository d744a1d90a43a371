import { MeshError } from '../../core/shared/errors.ts'
import { MAX_MESSAGE_BYTES } from '../../core/shared/wire.ts'
import type { Wire } from '../../core/shared/wire.ts'

/** One direction of a pair: messages sent and not handed over yet. */
export class Direction {
  readonly queue: Uint8Array[] = []
  /** Bytes and messages ever sent this way. */
  bytes = 0
  messages = 0
  /** A half-open link: what is sent vanishes, and the sender is not told. */
  mute = false
  /** Sees every message as it is sent. */
  tap: (message: Uint8Array) => void = () => undefined
}

/** Two ends whose messages travel only when the test says so. */
export class WirePair {
  readonly toB = new Direction()
  readonly toA = new Direction()
  readonly a: PairEnd
  readonly b: PairEnd

  constructor() {
    this.a = new PairEnd(this.toB)
    this.b = new PairEnd(this.toA)
    this.a.other = this.b
    this.b.other = this.a
  }

  /** Hands over up to `count` messages of one direction. @returns how many there were */
  deliver(direction: Direction, count = Number.POSITIVE_INFINITY): number {
    const end = direction === this.toB ? this.b : this.a
    const due = direction.queue.splice(0, count)
    for (const message of due) end.arrive(message)
    return due.length
  }

  /** Hands over everything both ways. @returns how many there were */
  deliverAll(): number {
    return this.deliver(this.toB) + this.deliver(this.toA)
  }

  get bytes(): number {
    return this.toA.bytes + this.toB.bytes
  }

  /** Breaks the link; what is under way is lost. */
  cut(): void {
    this.toA.queue.length = 0
    this.toB.queue.length = 0
    this.a.break()
    this.b.break()
  }
}

/** One end of a {@link WirePair}. */
export class PairEnd implements Wire {
  readonly #out: Direction
  other: PairEnd | undefined
  #arrived: (Uint8Array | undefined)[] = []
  #broken = false
  #closed = false
  #waiting: { resolve: (message: Uint8Array | undefined) => void; reject: (error: Error) => void } | undefined

  constructor(out: Direction) {
    this.#out = out
  }

  get open(): boolean {
    return !this.#broken && !this.#closed
  }

  async send(message: Uint8Array): Promise<void> {
    if (!this.open) throw new MeshError('network/peer-unreachable', 'The wire is closed')
    if (message.byteLength === 0 || message.byteLength > MAX_MESSAGE_BYTES)
      throw new MeshError('sync/message-too-large', 'Too large')
    this.#out.bytes += message.byteLength
    this.#out.messages += 1
    this.#out.tap(message)
    if (!this.#out.mute) this.#out.queue.push(message.slice())
  }

  async receive(options: { signal?: AbortSignal } = {}): Promise<Uint8Array | undefined> {
    if (options.signal?.aborted === true) throw new MeshError('shared/aborted', 'Aborted')
    if (this.#arrived.length > 0) return this.#arrived.shift()
    if (this.#broken) throw new MeshError('network/peer-unreachable', 'The wire is broken')
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject }
      options.signal?.addEventListener('abort', () => reject(new MeshError('shared/aborted', 'Aborted')), {
        once: true,
      })
    })
  }

  async close(): Promise<void> {
    if (!this.open) return
    this.#closed = true
    // Like a FIN: it arrives after what was sent, unless the link is dead.
    if (!this.#out.mute) this.#out.queue.push(END)
  }

  abort(): void {
    if (this.#broken) return
    this.break()
    if (!this.#out.mute) this.#out.queue.push(END)
  }

  arrive(message: Uint8Array): void {
    const value = message === END ? undefined : message
    if (this.#waiting === undefined) this.#arrived.push(value)
    else this.#waiting.resolve(value)
    this.#waiting = undefined
  }

  break(): void {
    this.#broken = true
    this.#waiting?.reject(new MeshError('network/peer-unreachable', 'The wire broke'))
    this.#waiting = undefined
  }
}

const END = new Uint8Array()
