import { SealedMdns } from '../network/discovery/sealed-mdns.ts'
import type { Address } from '../network/ports.ts'
import { inviteGate } from '../network/transport/gate.ts'
import { Libp2pTransport } from '../network/transport/libp2p-transport.ts'
import type { DeviceKey } from '../identity/device-key.ts'
import type { InviteCode } from '../identity/invite/code.ts'
import { inviteKeysOf } from '../identity/invite/keys.ts'
import { isRecoveryKey } from '../identity/log/state.ts'
import { askToJoin, type Joined } from '../identity/join/ask-to-join.ts'
import { toHex } from '../shared/bytes.ts'
import { type ErrorCode, MeshError } from '../shared/errors.ts'
import { JOIN_PROTOCOL } from './network/invite-desk.ts'
import type { Wifi } from './network/online-network.ts'
import type { EngineParts } from './unlocked.ts'

const RETRY_MS = 1_000
const DIAL_TIMEOUT_MS = 4_000

/** An answer that no other laptop of the network would give differently. */
const FINAL: readonly ErrorCode[] = [
  'identity/invite-used-up',
  'identity/invite-expired',
  'identity/invite-revoked',
  'identity/invite-unknown',
  'identity/join-rejected',
  'identity/already-a-member',
  'identity/approval-pending',
  'domain/invalid-input',
]

/** Mostly the laptop that shows the invite is here: the wifi is asked when it was not reached by then. */
const ADDRESSES_FIRST_MS = 1_000

/** What a laptop that answered did wrong: tells more than that another was not reached. */
const ANSWERED: readonly ErrorCode[] = [
  'identity/wrong-network',
  'sync/other-version',
  'sync/protocol-violation',
  'sync/message-too-large',
]

export interface JoinOptions {
  readonly code: InviteCode
  readonly device: DeviceKey
  readonly name: string
  readonly wifi: Wifi
  readonly parts: EngineParts
  readonly signal: AbortSignal
}

/**
 * Finds a laptop that answers the invite, at the addresses in it or on this wifi, and asks it to let this one in.
 *
 * @returns also where that laptop was reached
 * @throws MeshError `network/nobody-found` when nobody answered in time, `identity/approval-pending` when a coordinator
 *   had not decided by then, and what `askToJoin` throws
 */
export async function joinNetwork(options: JoinOptions): Promise<Joined & { readonly address: Address }> {
  const { code, device, wifi, parts } = options
  const keys = inviteKeysOf(code.seed)
  keys.signing.forget()
  const seed = device.exportSeed()
  const transport = new Libp2pTransport({ door: undefined, seed, gate: inviteGate(() => [keys.listen]), ...parts })
  const discovery = wifi.discovery
    ? new SealedMdns({ ...parts, interfaces: wifi.interfaces, addresses: () => [] })
    : undefined
  const search = new Search(code.addresses)
  discovery?.events.on('peer:found', ({ addresses }) => search.found(addresses))
  const hourly = isRecoveryKey(code)
  discovery?.setTopics([{ secret: keys.topic, hourly, ask: true, answer: false, hint: toHex(parts.random(8)) }])
  const askWifi = (): void => void discovery?.start()
  let cancelAsking = (): void => undefined
  try {
    await transport.start()
    cancelAsking = parts.clock.after(code.addresses.length === 0 ? 0 : ADDRESSES_FIRST_MS, askWifi)
    return await askAround(options, { transport, search, reached: cancelAsking, failed: askWifi })
  } finally {
    cancelAsking()
    seed.fill(0)
    await discovery?.stop()
    await transport.stop()
  }
}

async function askAround(
  options: JoinOptions,
  about: { transport: Libp2pTransport; search: Search; reached: () => void; failed: () => void },
): Promise<Joined & { readonly address: Address }> {
  const { signal } = options
  const { transport, search, reached, failed } = about
  let isPending = false
  let lastFailure: unknown
  let answer: MeshError | undefined
  while (!signal.aborted) {
    const address = await search.next(signal)
    if (address === undefined) break
    try {
      const within = AbortSignal.any([signal, AbortSignal.timeout(DIAL_TIMEOUT_MS)])
      const peer = await transport.dial(address, { signal: within })
      reached()
      const wire = await transport.open(peer.device, JOIN_PROTOCOL, { signal: within })
      const asking = { ...options, ...options.parts, peer: peer.device, onPending: () => void (isPending = true) }
      return { ...(await askToJoin(wire, asking)), address }
    } catch (error) {
      if (error instanceof MeshError && FINAL.includes(error.code)) throw error
      lastFailure = error
      failed()
      if (error instanceof MeshError && ANSWERED.includes(error.code)) answer = error
    }
  }
  if (isPending)
    throw new MeshError('identity/approval-pending', 'A coordinator has not decided yet', { cause: lastFailure })
  if (answer !== undefined) throw answer
  throw new MeshError('network/nobody-found', 'Nobody who can let this laptop in was found', { cause: lastFailure })
}

/** Addresses to try, round and round, those just found on the wifi first. */
class Search {
  readonly #known = new Map<string, Address>()
  #queue: Address[] = []
  #wake: () => void = () => undefined

  constructor(addresses: readonly Address[]) {
    this.found(addresses)
  }

  found(addresses: readonly Address[]): void {
    for (const address of addresses) {
      const key = `${address.ip} ${address.port}`
      if (this.#known.has(key)) continue
      this.#known.set(key, address)
      this.#queue.unshift(address)
    }
    this.#wake()
  }

  /** Waits for the next address to try; a second after all were tried, they are tried again. Undefined once aborted. */
  async next(signal: AbortSignal): Promise<Address | undefined> {
    if (this.#queue.length === 0) await this.#pause(signal)
    if (signal.aborted) return undefined
    if (this.#queue.length === 0) this.#queue = [...this.#known.values()]
    return this.#queue.shift() ?? this.next(signal)
  }

  #pause(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer)
        signal.removeEventListener('abort', done)
        this.#wake = () => undefined
        resolve()
      }
      const timer = setTimeout(done, RETRY_MS)
      this.#wake = done
      signal.addEventListener('abort', done, { once: true })
      if (signal.aborted) done()
    })
  }
}
