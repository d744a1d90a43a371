import { AbstractMultiaddrConnection, ipPortToMultiaddr } from '@libp2p/utils'
import type { Logger } from '@libp2p/interface'
import type { SendResult } from '@libp2p/utils'
import type { Socket } from 'node:net'

import { plainIp } from '../interfaces.ts'
import type { Clock } from '../../shared/clock.ts'
import type { DoorKey } from '../door/opening.ts'
import type { Keystream } from '../door/keystream.ts'
import type { Address } from '../ports.ts'

/** What a {@link SealedLink} is made of: a TCP connection behind the opening of a private network, on either side. */
export interface SealedLinkInit {
  readonly socket: Socket
  readonly address: Address
  readonly direction: 'inbound' | 'outbound'
  readonly key: DoorKey
  /** Opens what comes next. */
  readonly inbound: Keystream
  /** Seals what goes out. */
  readonly outbound: Keystream
  /** Opened bytes received so far. */
  readonly received: Uint8Array
  readonly clock: Clock
  readonly log: Logger
}

/** How long the other side may take to close its half too. */
const FAREWELL_MS = 500

/**
 * A TCP connection as libp2p wants it, sealed like @libp2p/pnet does it but in one layer instead of two
 * (one copy and one event a chunk less), and marked with the key that opened it.
 */
export class SealedLink extends AbstractMultiaddrConnection {
  readonly address: Address
  readonly key: DoorKey
  /** This laptop's end. */
  readonly localIp: string
  readonly #socket: Socket
  readonly #inbound: Keystream
  readonly #outbound: Keystream
  readonly #clock: Clock
  #heardAt: number
  #spoken: boolean

  constructor(init: SealedLinkInit) {
    super({
      remoteAddr: ipPortToMultiaddr(init.address.ip, init.address.port),
      direction: init.direction,
      log: init.log,
    })
    this.address = init.address
    this.key = init.key
    this.#socket = init.socket
    this.localIp = plainIp(init.socket.localAddress ?? '')
    this.#inbound = init.inbound
    this.#outbound = init.outbound
    this.#clock = init.clock
    this.#heardAt = init.clock.monotonic()
    this.#spoken = init.received.byteLength > 0
    if (this.#spoken) this.onData(init.received)
    this.#follow(init.socket)
  }

  /** By the monotonic clock, in milliseconds: when the last byte came. */
  get heardAt(): number {
    return this.#heardAt
  }

  /** Whether anything came behind the opening. */
  get spoken(): boolean {
    return this.#spoken
  }

  /** Pretends that something came at `at`, where it could not have been noticed (this laptop slept). */
  excuse(at: number): void {
    this.#heardAt = Math.max(this.#heardAt, at)
  }

  override sendData(data: Parameters<AbstractMultiaddrConnection['sendData']>[0]): SendResult {
    const sealed = new Uint8Array(data.byteLength)
    let at = 0
    for (const piece of data) {
      this.#outbound.apply(piece, sealed.subarray(at, at + piece.byteLength))
      at += piece.byteLength
    }
    this.#gather()
    // A full socket keeps the bytes itself, so everything given counts as sent.
    return { sentBytes: sealed.byteLength, canSendMore: this.#socket.write(sealed) }
  }

  override async sendClose(options?: { signal?: AbortSignal }): Promise<void> {
    if (this.#socket.destroyed) return
    const { promise, resolve } = Promise.withResolvers<void>()
    const cut = (): void => void this.#socket.destroy()
    this.#socket.once('close', resolve)
    options?.signal?.addEventListener('abort', cut, { once: true })
    // Closing with unread bytes would reset the connection, and the other side would lose our last words.
    const cancel = this.#clock.after(FAREWELL_MS, cut)
    this.#socket.end()
    this.#socket.resume()
    await promise
    cancel()
  }

  override sendReset(): void {
    this.#socket.destroy()
  }

  override sendPause(): void {
    this.#socket.pause()
  }

  override sendResume(): void {
    this.#socket.resume()
  }

  /** What is written in one go, such as a frame's header and its data, leaves in one call. Windows wait by themselves (muxer-guard.ts). */
  #gather(): void {
    if (this.#socket.writableCorked > 0) return
    this.#socket.cork()
    process.nextTick(() => this.#socket.uncork())
  }

  #follow(socket: Socket): void {
    socket.on('data', (sealed: Uint8Array) => {
      this.#heardAt = this.#clock.monotonic()
      this.#spoken = true
      this.onData(this.#inbound.apply(sealed))
    })
    socket.on('error', (error) => this.abort(error))
    socket.on('drain', () => this.safeDispatchEvent('drain'))
    socket.once('end', () => this.onTransportClosed())
    socket.once('close', () => {
      this.onTransportClosed()
      this.#inbound.dispose()
      this.#outbound.dispose()
    })
    if (socket.destroyed) this.abort(new Error('Closed during the opening'))
    else socket.resume()
  }
}
