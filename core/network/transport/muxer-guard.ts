import { yamux } from '@libp2p/yamux'
import type { StreamMuxer, StreamMuxerFactory } from '@libp2p/interface'

/** What one connection may do to the memory and time of this laptop (measured against hostile peers, docs/THREATS.md). */
export interface MuxerLimits {
  /** Declared length of a data frame; not below the stream window, which honest peers fill with one frame. */
  readonly frameBytes: number
  /** Pings, and frames that open, end or reset streams. */
  readonly controlFramesPerSecond: number
  /** All frames: honest window updates and small messages come by the thousand while much is sent. */
  readonly framesPerSecond: number
  readonly writeBufferBytes: number
}

export const MUXER_LIMITS: MuxerLimits = {
  frameBytes: 1 << 20,
  controlFramesPerSecond: 500,
  framesPerSecond: 20_000,
  writeBufferBytes: 4 << 20,
}

/** The other side is asked this often whether it lives; see LinkMonitor. */
export const KEEP_ALIVE_MS = 2000

/**
 * Yamux as both sides use it. With its own initial window of 256 kB a gigabit link carried 25 MB/s instead of 110: a
 * round trip for each window, and it hardly grows where round trips take less than its clock's millisecond.
 */
export const yamuxFactory = yamux({
  enableKeepAlive: true,
  keepAliveInterval: KEEP_ALIVE_MS,
  maxInboundStreams: 64,
  maxOutboundStreams: 64,
  streamOptions: {
    initialStreamWindowSize: 1 << 20,
    maxStreamWindowSize: 1 << 20,
    maxReadBufferLength: 4 << 20,
    maxWriteBufferLength: 4 << 20,
  },
})

type MuxedConnection = Parameters<StreamMuxerFactory['createStreamMuxer']>[0]

const HEADER_BYTES = 12
const DATA_FRAME = 0
const WINDOW_UPDATE_FRAME = 1

/**
 * Yamux 8 has no limit on what it buffers of a frame, nor on how many frames it answers. This reads along, one
 * listener ahead of it, and breaks the connection of a peer that goes beyond `limits`.
 *
 * @param onFirstFrame called once, when the other side's muxer speaks: it has let us in
 */
export function guardedMuxer(
  factory: StreamMuxerFactory,
  options: { limits: MuxerLimits; monotonic: () => number; onFirstFrame: () => void },
): StreamMuxerFactory {
  return {
    protocol: factory.protocol,
    createStreamMuxer: (connection: MuxedConnection): StreamMuxer => {
      connection.maxWriteBufferLength = options.limits.writeBufferBytes
      const reader = new FrameReader(options)
      connection.addEventListener('message', ({ data }) => {
        for (const chunk of data instanceof Uint8Array ? [data] : data) {
          if (reader.read(chunk)) continue
          connection.abort(new Error('The other side goes beyond the limits of a connection'))
          return
        }
      })
      return withPatientWindows(factory.createStreamMuxer(connection))
    },
  }
}

/**
 * Yamux answers every message with a window before anybody looks at the message; sealing that takes a fifth of a
 * millisecond, and can wait until the message has been handled.
 */
function withPatientWindows(muxer: StreamMuxer): StreamMuxer {
  const sender = muxer as StreamMuxer & { send: (data: unknown) => boolean }
  const send = sender.send.bind(sender)
  sender.send = (data) => {
    if (!isPlainWindow(data)) return send(data)
    setImmediate(() => {
      if (muxer.status === 'open') send(data)
    })
    return true
  }
  return muxer
}

/** Without a flag that opens, ends or resets a stream: where it stands among other frames does not matter. */
function isPlainWindow(frame: unknown): boolean {
  return (
    frame instanceof Uint8Array &&
    frame.byteLength === HEADER_BYTES &&
    frame[1] === WINDOW_UPDATE_FRAME &&
    frame[2] === 0 &&
    frame[3] === 0
  )
}

/** Follows the frames of one direction without keeping their content. */
class FrameReader {
  readonly #limits: MuxerLimits
  readonly #monotonic: () => number
  readonly #header = new Uint8Array(HEADER_BYTES)
  #onFirstFrame: (() => void) | undefined
  #headerBytes = 0
  #skip = 0
  #frames = 0
  #controlFrames = 0
  #secondStart: number

  constructor(options: { limits: MuxerLimits; monotonic: () => number; onFirstFrame: () => void }) {
    this.#limits = options.limits
    this.#monotonic = options.monotonic
    this.#onFirstFrame = options.onFirstFrame
    this.#secondStart = options.monotonic()
  }

  /** @returns false when a limit is exceeded */
  read(chunk: Uint8Array): boolean {
    let at = 0
    while (at < chunk.byteLength) {
      if (this.#skip > 0) {
        const skipped = Math.min(this.#skip, chunk.byteLength - at)
        this.#skip -= skipped
        at += skipped
        continue
      }
      const taken = Math.min(HEADER_BYTES - this.#headerBytes, chunk.byteLength - at)
      this.#header.set(chunk.subarray(at, at + taken), this.#headerBytes)
      this.#headerBytes += taken
      at += taken
      if (this.#headerBytes < HEADER_BYTES) break
      this.#headerBytes = 0
      if (!this.#frame()) return false
    }
    return true
  }

  #frame(): boolean {
    this.#onFirstFrame?.()
    this.#onFirstFrame = undefined
    const view = new DataView(this.#header.buffer)
    const type = this.#header[1]
    const length = view.getUint32(8)
    if (type === DATA_FRAME) this.#skip = length
    const plain = (type === DATA_FRAME || type === WINDOW_UPDATE_FRAME) && view.getUint16(2) === 0
    return this.#mayCount(plain) && (type !== DATA_FRAME || length <= this.#limits.frameBytes)
  }

  #mayCount(plain: boolean): boolean {
    const now = this.#monotonic()
    if (now - this.#secondStart >= 1000) {
      this.#secondStart = now
      this.#frames = 0
      this.#controlFrames = 0
    }
    this.#frames += 1
    if (!plain) this.#controlFrames += 1
    return this.#frames <= this.#limits.framesPerSecond && this.#controlFrames <= this.#limits.controlFramesPerSecond
  }
}
