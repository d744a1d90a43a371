import { connect } from 'node:net'
import type { Socket } from 'node:net'

import { TypedEventEmitter, transportSymbol } from '@libp2p/interface'
import type {
  Connection,
  Listener,
  ListenerEvents,
  Logger,
  StreamMuxerFactory,
  Transport,
  Upgrader,
} from '@libp2p/interface'

import { MeshError } from '../../shared/errors.ts'
import { Keystream, NONCE_BYTES } from '../door/keystream.ts'
import { SealedLink } from './sealed-link.ts'
import type { Clock, RandomBytes } from '../../shared/clock.ts'
import type { Door, Guest } from '../door/door.ts'
import type { DoorKey } from '../door/opening.ts'
import type { Address } from '../ports.ts'

/** What the transport needs of its node. */
export interface DoorTransportInit {
  /** Undefined for a joiner, who only dials. */
  readonly door: Door | undefined
  readonly keys: () => readonly DoorKey[]
  readonly upgrader: Upgrader
  readonly log: Logger
  readonly clock: Clock
  readonly random: RandomBytes
  /** The muxer of one connection. Called before the connection exists. */
  readonly muxerFor: (link: SealedLink) => StreamMuxerFactory
}

const UPGRADE_TIMEOUT_MS = 5000

/** A libp2p transport whose listener is fed by the {@link Door} and whose dials open with a private-network key. */
export class DoorTransport implements Transport {
  readonly [transportSymbol] = true as const
  readonly [Symbol.toStringTag] = 'muster/door'
  readonly #init: DoorTransportInit

  constructor(init: DoorTransportInit) {
    this.#init = init
  }

  /** Not by way of libp2p's dial queue: that knows nothing of keys, and remembers addresses which we do not want remembered. */
  dial(): Promise<Connection> {
    return Promise.reject(new Error('Connections are dialled with dialWith'))
  }

  createListener(): Listener {
    return new DoorListener(this.#init)
  }

  listenFilter<Addresses>(addresses: Addresses): Addresses {
    return addresses
  }

  dialFilter(): [] {
    return []
  }

  /**
   * One connection to an address with one key. The other side's identity is proven and admitted here when it resolves;
   * whether *it* admits us shows with its muxer's first frame.
   *
   * @throws MeshError `network/peer-unreachable` with details.stage `connect`, `door` (it does not know the key) or `upgrade`
   * @throws MeshError `shared/aborted`
   */
  async dialWith(
    address: Address,
    key: DoorKey,
    signal: AbortSignal,
  ): Promise<{ connection: Connection; link: SealedLink }> {
    const { upgrader, clock, log } = this.#init
    const socket = await connected(address, signal)
    let link: SealedLink | undefined
    try {
      const ownNonce = this.#init.random(NONCE_BYTES)
      const { nonce, rest } = await openedDoor(socket, ownNonce, signal)
      const inbound = new Keystream(nonce, key.key)
      link = new SealedLink({
        socket,
        address,
        direction: 'outbound',
        key,
        inbound,
        outbound: new Keystream(ownNonce, key.key),
        received: inbound.apply(rest),
        clock,
        log,
      })
      const connection = await upgrader.upgradeOutbound(link, {
        signal: AbortSignal.any([signal, AbortSignal.timeout(UPGRADE_TIMEOUT_MS)]),
        muxerFactory: this.#init.muxerFor(link),
      })
      return { connection, link }
    } catch (cause) {
      socket.destroy()
      if (cause instanceof MeshError) throw cause
      if (signal.aborted) throw new MeshError('shared/aborted', 'Given up')
      // Nothing came after the nonce: the door knows no such key.
      const stage = link !== undefined && link.spoken ? 'upgrade' : 'door'
      throw new MeshError('network/peer-unreachable', 'That computer did not let us in', { cause, details: { stage } })
    }
  }
}

/** libp2p's view of the door: "listening" means that the door knows this node's keys. */
class DoorListener extends TypedEventEmitter<ListenerEvents> implements Listener {
  readonly #init: DoorTransportInit
  readonly #closing = new AbortController()
  #dismiss: () => void = () => undefined

  constructor(init: DoorTransportInit) {
    super()
    this.#init = init
  }

  async listen(): Promise<void> {
    this.#dismiss =
      this.#init.door?.admit({ keys: this.#init.keys, welcome: (guest) => void this.#welcome(guest) }) ?? this.#dismiss
    this.safeDispatchEvent('listening')
  }

  /** None: nothing of libp2p's is told any address. */
  getAddrs(): [] {
    return []
  }

  async close(): Promise<void> {
    this.#dismiss()
    this.#closing.abort()
    this.safeDispatchEvent('close')
  }

  updateAnnounceAddrs(): void {
    // nothing is announced
  }

  async #welcome(guest: Guest): Promise<void> {
    const { clock, log, upgrader } = this.#init
    const link = new SealedLink({ ...guest, direction: 'inbound', clock, log })
    try {
      await upgrader.upgradeInbound(link, { signal: this.#closing.signal, muxerFactory: this.#init.muxerFor(link) })
    } catch (error) {
      link.abort(error instanceof Error ? error : new Error('Upgrade failed'))
    }
  }
}

async function connected(address: Address, signal: AbortSignal): Promise<Socket> {
  if (signal.aborted) throw new MeshError('shared/aborted', 'Given up')
  const socket = connect({ host: address.ip, port: address.port, noDelay: true })
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const onAbort = (): void => reject(new MeshError('shared/aborted', 'Given up'))
  socket.on('error', reject) // stays: an error after the promise has settled must not end the process
  socket.once('connect', resolve)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    await promise
    return socket
  } catch (cause) {
    socket.destroy()
    if (cause instanceof MeshError) throw cause
    throw new MeshError('network/peer-unreachable', 'Nobody answers at that address', {
      cause,
      details: { stage: 'connect' },
    })
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

/** Exchanges nonces. @returns the door's, and what came right behind it */
async function openedDoor(
  socket: Socket,
  ownNonce: Uint8Array,
  signal: AbortSignal,
): Promise<{ nonce: Uint8Array; rest: Uint8Array }> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
  let received: Uint8Array = new Uint8Array(0)
  const onData = (chunk: Uint8Array): void => {
    received = received.byteLength === 0 ? chunk : Buffer.concat([received, chunk])
    if (received.byteLength >= NONCE_BYTES) resolve(received)
  }
  const onClose = (): void =>
    reject(
      new MeshError('network/peer-unreachable', 'The connection was closed at once', { details: { stage: 'connect' } }),
    )
  const onAbort = (): void => reject(new MeshError('shared/aborted', 'Given up'))
  socket.on('data', onData)
  socket.once('close', onClose)
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  socket.write(ownNonce)
  try {
    const all = await promise
    socket.pause()
    return { nonce: all.subarray(0, NONCE_BYTES), rest: all.subarray(NONCE_BYTES) }
  } finally {
    socket.off('data', onData)
    socket.off('close', onClose)
    signal.removeEventListener('abort', onAbort)
  }
}
