import { MeshError } from '../../core/shared/errors.ts'
import { MAX_MESSAGE_BYTES } from '../../core/shared/wire.ts'
import type { Wire } from '../../core/shared/wire.ts'

/** Something on its way from one end to the other. */
export type Delivery = () => void

/** Where deliveries go: run at once, or kept until a test hands them over. */
export type Post = (delivery: Delivery) => void

const MAX_QUEUED_BYTES = 4 << 20

/** Both ends of a wire in memory. @param post how messages travel; by default at the next microtask */
export function memoryWires(post: Post = queueMicrotask): [MemoryWire, MemoryWire] {
  const a = new MemoryWire(post)
  const b = new MemoryWire(post)
  a.connect(b)
  b.connect(a)
  return [a, b]
}

/** {@link Wire} in memory. */
export class MemoryWire implements Wire {
  readonly #post: Post
  #other: MemoryWire | undefined
  #queue: Uint8Array[] = []
  #queueBytes = 0
  #waiting: { resolve: (message: Uint8Array | undefined) => void; reject: (error: MeshError) => void } | undefined
  #room: (() => void)[] = []
  #closed = false
  #ended = false
  #failure: MeshError | undefined
  readonly #onDone = new Set<() => void>()

  constructor(post: Post) {
    this.#post = post
  }

  connect(other: MemoryWire): void {
    this.#other = other
  }

  /** Calls back once this end is closed or broken, whoever did it. */
  onDone(callback: () => void): void {
    this.#onDone.add(callback)
  }

  async send(message: Uint8Array): Promise<void> {
    if (message.byteLength === 0 || message.byteLength > MAX_MESSAGE_BYTES) {
      throw new MeshError('sync/message-too-large', 'A message must have 1 byte to 1 MiB')
    }
    const other = this.#other
    this.#check()
    if (this.#closed || other === undefined) throw unreachable()
    const copy = message.slice()
    this.#post(() => other.#arrive(copy))
    while (other.#queueBytes > MAX_QUEUED_BYTES && this.#failure === undefined) {
      await new Promise<void>((resolve) => other.#room.push(resolve))
    }
    this.#check()
  }

  async receive(options: { signal?: AbortSignal } = {}): Promise<Uint8Array | undefined> {
    if (this.#waiting !== undefined) throw new Error('Only one receive may be pending')
    if (options.signal?.aborted === true) throw new MeshError('shared/aborted', 'Given up')
    const message = this.#queue.shift()
    if (message !== undefined) {
      this.#queueBytes -= message.byteLength
      for (const resolve of this.#room.splice(0)) resolve()
      return message
    }
    if (this.#failure !== undefined) throw this.#failure
    if (this.#ended) return undefined
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array | undefined>()
    this.#waiting = { resolve, reject }
    const onAbort = (): void => reject(new MeshError('shared/aborted', 'Given up'))
    options.signal?.addEventListener('abort', onAbort, { once: true })
    try {
      return await promise
    } finally {
      this.#waiting = undefined
      options.signal?.removeEventListener('abort', onAbort)
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    const other = this.#other
    this.#post(() => {
      if (other !== undefined) other.#end()
    })
    if (this.#ended) this.#done()
  }

  abort(): void {
    this.breakOff()
    this.#other?.breakOff()
  }

  /** This end notices that the connection is gone. */
  breakOff(): void {
    if (this.#failure !== undefined) return
    this.#failure = unreachable()
    this.#queue = []
    this.#waiting?.reject(this.#failure)
    this.#waiting = undefined
    for (const resolve of this.#room.splice(0)) resolve()
    if (this.#other !== undefined) for (const resolve of this.#other.#room.splice(0)) resolve()
    this.#done()
  }

  #check(): void {
    if (this.#failure !== undefined) throw this.#failure
  }

  #arrive(message: Uint8Array): void {
    if (this.#failure !== undefined || this.#ended) return
    if (this.#waiting === undefined) {
      this.#queue.push(message)
      this.#queueBytes += message.byteLength
      return
    }
    this.#waiting.resolve(message)
    this.#waiting = undefined
  }

  #end(): void {
    if (this.#failure !== undefined) return
    this.#ended = true
    this.#waiting?.resolve(undefined)
    this.#waiting = undefined
    if (this.#closed) this.#done()
  }

  #done(): void {
    for (const callback of [...this.#onDone]) callback()
    this.#onDone.clear()
  }
}

function unreachable(): MeshError {
  return new MeshError('network/peer-unreachable', 'The connection is closed')
}
