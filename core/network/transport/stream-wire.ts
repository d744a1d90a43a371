import { MeshError } from '../../shared/errors.ts'
import { MAX_MESSAGE_BYTES } from '../../shared/wire.ts'
import type { Stream } from '@libp2p/interface'
import type { Wire } from '../../shared/wire.ts'

const LENGTH_BYTES = 4
/** Reading pauses above, and goes on below half of it: at most one stream window more can arrive. */
const MAX_QUEUED_BYTES = 4 << 20
const CLOSE_TIMEOUT_MS = 5000
/** How long the other side may take to close its half after ours. */
const LINGER_MS = 10_000

/** A {@link Wire} over one libp2p stream: u32be length, then the message. */
export class StreamWire implements Wire {
  readonly #stream: Stream
  /** Received bytes that make no whole message yet. */
  #chunks: Uint8Array[] = []
  #chunkBytes = 0
  #queue: Uint8Array[] = []
  #queueBytes = 0
  #waiting: { resolve: (message: Uint8Array | undefined) => void; reject: (error: MeshError) => void } | undefined
  #remoteFinished = false
  #ended = false
  #lingering: NodeJS.Timeout | undefined
  #failure: MeshError | undefined
  #sending: Promise<void> = Promise.resolve()
  #closing: Promise<void> | undefined

  constructor(stream: Stream) {
    this.#stream = stream
    stream.addEventListener('message', ({ data }) => {
      for (const chunk of data instanceof Uint8Array ? [data] : data) this.#take(chunk)
      this.#parse()
    })
    stream.addEventListener('remoteCloseWrite', () => {
      this.#remoteFinished = true
      this.#endWhenRead()
    })
    stream.addEventListener('end', () => this.#endWhenRead())
    stream.addEventListener('close', ({ error }) => {
      clearTimeout(this.#lingering)
      // A connection that ends under a stream closes it without an error: the other side has not finished.
      if (error === undefined && this.#remoteFinished) this.#endWhenRead()
      else this.#fail(unreachable(error))
    })
    // All this may have happened before anyone listened.
    this.#remoteFinished =
      stream.remoteWriteStatus === 'closed' && (stream.status === 'open' || stream.status === 'closed')
    this.#endWhenRead()
    if (stream.status !== 'open' && !this.#ended) this.#fail(unreachable(undefined))
  }

  async send(message: Uint8Array): Promise<void> {
    if (message.byteLength === 0 || message.byteLength > MAX_MESSAGE_BYTES) {
      throw new MeshError('sync/message-too-large', 'A message must have 1 byte to 1 MiB', {
        details: { bytes: message.byteLength },
      })
    }
    const before = this.#sending
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#sending = promise
    await before
    try {
      await this.#write(message)
    } finally {
      resolve()
    }
  }

  async receive(options: { signal?: AbortSignal } = {}): Promise<Uint8Array | undefined> {
    if (this.#waiting !== undefined) throw new Error('Only one receive may be pending')
    const { signal } = options
    if (signal?.aborted === true) throw aborted()
    const message = this.#queue.shift()
    if (message !== undefined) {
      this.#queueBytes -= message.byteLength
      this.#resumeWhenLow()
      return message
    }
    if (this.#failure !== undefined) throw this.#failure
    if (this.#ended) return undefined
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array | undefined>()
    const onAbort = (): void => reject(aborted())
    this.#waiting = { resolve, reject }
    signal?.addEventListener('abort', onAbort, { once: true })
    try {
      return await promise
    } finally {
      this.#waiting = undefined
      signal?.removeEventListener('abort', onAbort)
    }
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  abort(): void {
    this.#fail(new MeshError('network/peer-unreachable', 'The connection was broken off here'))
    this.#stream.abort(new Error('Broken off'))
  }

  async #write(message: Uint8Array): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure
    if (this.#closing !== undefined || this.#stream.writeStatus !== 'writable') {
      throw new MeshError('network/peer-unreachable', 'The connection is closed')
    }
    const frame = new Uint8Array(LENGTH_BYTES + message.byteLength)
    new DataView(frame.buffer).setUint32(0, message.byteLength)
    frame.set(message, LENGTH_BYTES)
    try {
      if (!this.#stream.send(frame)) await this.#drained()
    } catch (cause) {
      throw this.#failure ?? unreachable(cause)
    }
  }

  /** Not `stream.onDrain()`: its promise is made once and stays resolved, so it holds back only the first time. */
  async #drained(): Promise<void> {
    const stream = this.#stream
    while (stream.writableNeedsDrain || stream.writeBufferLength > 0) {
      if (stream.writeStatus === 'closed') throw new MeshError('network/peer-unreachable', 'The connection is closed')
      const { promise, resolve } = Promise.withResolvers<unknown>()
      const events = ['drain', 'idle', 'close'] as const
      for (const event of events) stream.addEventListener(event, resolve, { once: true })
      await promise
      for (const event of events) stream.removeEventListener(event, resolve)
    }
  }

  async #close(): Promise<void> {
    await this.#sending
    try {
      await this.#stream.close({ signal: AbortSignal.timeout(CLOSE_TIMEOUT_MS) })
    } catch (error) {
      this.#stream.abort(error instanceof Error ? error : new Error('Did not close'))
    }
    if (this.#stream.status !== 'open') return
    this.#lingering = setTimeout(() => this.#stream.abort(new Error('The other side did not close')), LINGER_MS)
    this.#lingering.unref()
  }

  #take(chunk: Uint8Array): void {
    this.#chunks.push(chunk)
    this.#chunkBytes += chunk.byteLength
  }

  #parse(): void {
    while (this.#failure === undefined) {
      const length = this.#nextLength()
      if (length === undefined) break
      if (length === 0 || length > MAX_MESSAGE_BYTES) {
        this.#fail(
          new MeshError('sync/message-too-large', 'The other side claims a message of a size that does not exist', {
            details: { bytes: length },
          }),
        )
        this.#stream.abort(new Error('Message too large'))
        return
      }
      if (this.#chunkBytes < LENGTH_BYTES + length) break
      this.#deliver(this.#consume(LENGTH_BYTES + length).subarray(LENGTH_BYTES))
    }
    if (this.#queueBytes > MAX_QUEUED_BYTES && this.#stream.readStatus === 'readable') this.#stream.pause()
  }

  #nextLength(): number | undefined {
    if (this.#chunkBytes < LENGTH_BYTES) return undefined
    let length = 0
    let read = 0
    for (const chunk of this.#chunks) {
      for (let at = 0; at < chunk.byteLength && read < LENGTH_BYTES; at++, read++)
        length = length * 256 + (chunk[at] ?? 0)
      if (read === LENGTH_BYTES) break
    }
    return length
  }

  /** Takes that many bytes off the front, as one array of its own. */
  #consume(bytes: number): Uint8Array {
    const taken = new Uint8Array(bytes)
    let at = 0
    let used = 0
    for (const chunk of this.#chunks) {
      const part = chunk.subarray(0, bytes - at)
      taken.set(part, at)
      at += part.byteLength
      if (part.byteLength < chunk.byteLength) {
        this.#chunks[used] = chunk.subarray(part.byteLength)
        break
      }
      used += 1
      if (at === bytes) break
    }
    this.#chunks.splice(0, used)
    this.#chunkBytes -= bytes
    return taken
  }

  #deliver(message: Uint8Array): void {
    if (this.#waiting === undefined) {
      this.#queue.push(message)
      this.#queueBytes += message.byteLength
      return
    }
    this.#waiting.resolve(message)
    this.#waiting = undefined
  }

  #resumeWhenLow(): void {
    if (this.#stream.readStatus !== 'paused' || this.#queueBytes > MAX_QUEUED_BYTES / 2) return
    try {
      this.#stream.resume()
    } catch (error) {
      this.#fail(unreachable(error)) // the connection went away while it was paused
    }
  }

  /** The other side has finished; what was received before is still to be read. */
  #endWhenRead(): void {
    if (!this.#remoteFinished || this.#stream.readBufferLength > 0) return
    if (this.#chunkBytes > 0 && this.#failure === undefined) {
      this.#fail(new MeshError('network/peer-unreachable', 'The connection ended in the middle of a message'))
      return
    }
    this.#ended = true
    this.#waiting?.resolve(undefined)
    this.#waiting = undefined
  }

  #fail(error: MeshError): void {
    if (this.#failure !== undefined || this.#ended) return
    this.#failure = error
    this.#chunks = []
    this.#chunkBytes = 0
    this.#waiting?.reject(error)
    this.#waiting = undefined
  }
}

function unreachable(cause: unknown): MeshError {
  return new MeshError('network/peer-unreachable', 'The connection was lost', { cause })
}

function aborted(): MeshError {
  return new MeshError('shared/aborted', 'Given up')
}
