import { createServer } from 'node:net'
import type { Server, Socket } from 'node:net'

import { toHex } from '../../shared/bytes.ts'
import { MeshError } from '../../shared/errors.ts'
import { plainIp, systemInterfaces } from '../interfaces.ts'
import { Keystream, NONCE_BYTES } from './keystream.ts'
import { matchKey, OPENING_BYTES } from './opening.ts'
import { DOOR_LIMITS, WaitingRoom } from './waiting-room.ts'
import type { Clock, RandomBytes } from '../../shared/clock.ts'
import type { Log } from '../../shared/log.ts'
import type { InterfaceAddress } from '../interfaces.ts'
import type { Address } from '../ports.ts'
import type { DoorKey } from './opening.ts'
import type { DoorLimits, Waiting } from './waiting-room.ts'

/** A connection whose dialler has shown a key: what a node takes over, socket and key streams included. */
export interface Guest {
  /** Paused; nothing listens on it. */
  readonly socket: Socket
  readonly key: DoorKey
  readonly address: Address
  /** Opens what comes next. */
  readonly inbound: Keystream
  /** Seals what goes out. */
  readonly outbound: Keystream
  /** Opened bytes received so far, greeting included. */
  readonly received: Uint8Array
}

/** A node that answers on some keys. */
export interface Resident {
  /** Asked for every dialler, so a new key holds at once. Most likely first. */
  keys(): readonly DoorKey[]
  welcome(guest: Guest): void
}

const OPENING_TIMEOUT_MS = 3000
const LISTEN_BACKLOG = 511
const REMEMBERED_NONCES = 4096

/**
 * The one TCP port of this laptop, for all its networks and open invites (PROTOCOL section 5). A stranger gets 24 random
 * bytes and a close; no code of the nodes behind runs before a key fits.
 */
export class Door {
  readonly #clock: Clock
  readonly #random: RandomBytes
  readonly #log: Log
  readonly #interfaces: () => readonly InterfaceAddress[]
  readonly #room: WaitingRoom
  readonly #residents = new Set<Resident>()
  /** Nonces that have opened the door: a recorded opening must not open it again. */
  readonly #usedNonces = new Set<string>()
  readonly #sockets = new Set<Socket>()
  #server: Server | undefined
  #bound: Address | undefined

  constructor(options: {
    clock: Clock
    random: RandomBytes
    log: Log
    interfaces?: () => readonly InterfaceAddress[]
    limits?: DoorLimits
  }) {
    this.#clock = options.clock
    this.#random = options.random
    this.#log = options.log
    this.#interfaces = options.interfaces ?? systemInterfaces
    this.#room = new WaitingRoom(options.limits ?? DOOR_LIMITS, () => this.#clock.monotonic())
  }

  /** @returns the function that makes the resident unreachable again; its guests are its own to close */
  admit(resident: Resident): () => void {
    this.#residents.add(resident)
    return () => this.#residents.delete(resident)
  }

  /**
   * Opens the door. Calling it again while open does nothing.
   *
   * @param at `0.0.0.0` for all interfaces; port 0 for any free one
   * @returns the bound port
   * @throws MeshError `network/port-in-use`, `network/address-unavailable`
   */
  async start(at: Address): Promise<number> {
    if (this.#bound !== undefined) return this.#bound.port
    const server = createServer({ noDelay: true, pauseOnConnect: false }, (socket) => this.#answer(socket))
    this.#server = server
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    server.once('error', reject)
    server.listen({ host: at.ip, port: at.port, backlog: LISTEN_BACKLOG }, resolve)
    try {
      await promise
    } catch (cause) {
      this.#server = undefined
      if ((cause as NodeJS.ErrnoException).code === 'EADDRINUSE') {
        throw new MeshError('network/port-in-use', 'Another program listens on this port', {
          cause,
          details: { port: at.port },
        })
      }
      throw new MeshError('network/address-unavailable', 'This computer has no such address, or may not listen on it', {
        cause,
      })
    }
    server.off('error', reject)
    server.on('error', () => this.#log.note('door:accept-failed'))
    const bound = server.address()
    const port = typeof bound === 'object' && bound !== null ? bound.port : at.port
    this.#bound = { ip: at.ip, port }
    return port
  }

  /** Closes the port and all who still wait at it. Safe before `start`, safe twice, never rejects. */
  async stop(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    this.#bound = undefined
    for (const socket of this.#sockets) socket.destroy()
    if (server === undefined) return
    await new Promise<void>((resolve) => {
      server.close(() => resolve())
    })
  }

  /** Where others may reach this door now; empty before `start`, and while there is no network. */
  addresses(): readonly Address[] {
    const bound = this.#bound
    if (bound === undefined) return []
    if (bound.ip !== '0.0.0.0' && bound.ip !== '::') return [bound]
    return this.#interfaces()
      .filter(({ ip, internal }) => !internal && (bound.ip === '::' || !ip.includes(':')))
      .map(({ ip }) => ({ ip, port: bound.port }))
  }

  #answer(socket: Socket): void {
    const { remoteAddress, remotePort } = socket
    if (remoteAddress === undefined || remotePort === undefined) {
      socket.destroy()
      return
    }
    const ip = plainIp(remoteAddress)
    if (!this.#room.mayEnter(ip)) {
      socket.resetAndDestroy() // a polite close would leave one more entry in the kernel's tables
      return
    }
    this.#listen(socket, { ip, port: remotePort })
  }

  /** Sends our nonce, collects the opening, and hands the socket over or closes it. */
  #listen(socket: Socket, address: Address): void {
    const ownNonce = this.#random(NONCE_BYTES)
    let received: Uint8Array = new Uint8Array(0)
    let heard = false
    const close = (): void => {
      leave()
      socket.destroySoon() // after our nonce, which a stranger is to get in any case
    }
    const guest: Waiting = {
      ip: address.ip,
      get heard() {
        return heard
      },
      drop: close,
    }
    const cancelTimer = this.#clock.after(OPENING_TIMEOUT_MS, close)
    const leave = (): void => {
      cancelTimer()
      socket.off('data', onData)
      this.#room.leave(guest)
    }
    const onData = (chunk: Uint8Array): void => {
      heard = true
      received = received.byteLength === 0 ? chunk : Buffer.concat([received, chunk])
      if (received.byteLength < OPENING_BYTES) return
      leave()
      if (!this.#handOver(socket, { address, received, ownNonce })) socket.destroySoon()
    }
    this.#sockets.add(socket)
    socket.on('error', () => socket.destroy()) // stays: a socket without an error listener ends the process
    socket.once('close', () => {
      leave()
      this.#sockets.delete(socket)
    })
    socket.on('data', onData)
    this.#room.enter(guest)
    socket.write(ownNonce)
  }

  /** @returns false when no key fits */
  #handOver(socket: Socket, opening: { address: Address; received: Uint8Array; ownNonce: Uint8Array }): boolean {
    const nonce = opening.received.subarray(0, NONCE_BYTES)
    const nonceHex = toHex(nonce)
    if (this.#usedNonces.has(nonceHex)) return false
    const found = matchKey(opening.received, this.#keys())
    if (found === undefined) return false
    this.#usedNonces.add(nonceHex)
    if (this.#usedNonces.size > REMEMBERED_NONCES) this.#usedNonces.delete(this.#usedNonces.keys().next().value ?? '')
    socket.pause()
    this.#sockets.delete(socket)
    found.match.resident.welcome({
      socket,
      key: { key: found.match.key, scope: found.match.scope },
      address: opening.address,
      inbound: found.keystream,
      outbound: new Keystream(opening.ownNonce, found.match.key),
      received: found.plain,
    })
    return true
  }

  *#keys(): Generator<DoorKey & { resident: Resident }> {
    for (const resident of this.#residents) for (const key of resident.keys()) yield { ...key, resident }
  }
}
