import { answerJoin } from '../../identity/join/answer-join.ts'
import type { Door } from '../../network/door/door.ts'
import type { ConnectedPeer } from '../../network/ports.ts'
import { inviteGate } from '../../network/transport/gate.ts'
import { Libp2pTransport } from '../../network/transport/libp2p-transport.ts'
import { toHex } from '../../shared/bytes.ts'
import type { Clock, RandomBytes } from '../../shared/clock.ts'
import { MeshError } from '../../shared/errors.ts'
import type { Log } from '../../shared/log.ts'
import type { Wire } from '../../shared/wire.ts'
import { answeredInvites, type OpenInvite } from './answered-invites.ts'
import type { Duties } from './duties.ts'
import type { Membership } from './membership.ts'

export const JOIN_PROTOCOL = '/muster/join/1'
const MAX_CONVERSATIONS = 8
/** Those in which a coordinator is to decide take nobody's place; the longest ends when there are more, and asks again. */
const MOST_WAITING = 64
/** Expiry is in hours, so looking once a minute is often enough. */
const LOOK_AGAIN_MS = 60_000

/**
 * Answers the network's invites: a second node behind the door, there only while an invite has not expired, which speaks
 * nothing but the join protocol. Members' connections never touch it, joiners never touch the members' node.
 */
export class InviteDesk {
  readonly #membership: Membership
  readonly #duties: Duties
  readonly #door: Door
  readonly #clock: Clock
  readonly #random: RandomBytes
  readonly #log: Log
  readonly #onChange: (open: readonly OpenInvite[]) => void
  readonly #stop = new AbortController()
  #open: readonly OpenInvite[] = []
  #node: Libp2pTransport | undefined
  #changing: Promise<void> = Promise.resolve()
  #conversations = 0
  /** By device (hex), the longest first. */
  readonly #waiting = new Map<string, AbortController>()
  #answered = 0
  #cancel: () => void = () => undefined

  constructor(options: {
    membership: Membership
    duties: Duties
    door: Door
    clock: Clock
    random: RandomBytes
    log: Log
    /** Told which invites are open now, for the local announcements. */
    onChange: (open: readonly OpenInvite[]) => void
  }) {
    this.#membership = options.membership
    this.#duties = options.duties
    this.#door = options.door
    this.#clock = options.clock
    this.#random = options.random
    this.#log = options.log
    this.#onChange = options.onChange
  }

  /** Starts or ends the node as the log now says. Resolves when that is done. */
  look(): Promise<void> {
    this.#cancel()
    if (this.#stop.signal.aborted) return this.#changing
    this.#open = this.#membership.belongs ? answeredInvites(this.#membership, this.#clock.now()) : []
    if (this.#open.length > 0) this.#cancel = this.#clock.after(LOOK_AGAIN_MS, () => void this.look())
    this.#onChange(this.#open)
    this.#changing = this.#changing.then(() => this.#adjust()).catch(() => this.#log.note('invites:node-failed'))
    return this.#changing
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    this.#cancel()
    this.#open = []
    await this.#changing
    await this.#node?.stop()
    this.#node = undefined
  }

  async #adjust(): Promise<void> {
    if (this.#open.length === 0) {
      // who is just being told the outcome hears it to its end: the node goes with the last conversation
      if (this.#conversations + this.#waiting.size > 0) return
      await this.#node?.stop()
      this.#node = undefined
      return
    }
    if (this.#node !== undefined) return
    const seed = this.#membership.device.exportSeed()
    this.#node = new Libp2pTransport({
      door: this.#door,
      seed,
      gate: inviteGate(() => this.#open.map(({ listen }) => listen)),
      clock: this.#clock,
      random: this.#random,
      log: this.#log,
    })
    this.#node.handle(JOIN_PROTOCOL, ['invite'], (wire, peer) => void this.#answer(wire, peer))
    await this.#node.start()
    seed.fill(0)
  }

  async #answer(wire: Wire, peer: ConnectedPeer): Promise<void> {
    const { scope } = peer
    // Members know each other's listen keys: should one have made an invite with the key of another, each has its turn
    const fitting = this.#open.filter(({ listen }) => scope.kind === 'invite' && toHex(listen) === scope.key)
    const invite = fitting[this.#answered++ % fitting.length]
    if (invite === undefined || this.#conversations >= MAX_CONVERSATIONS) return wire.abort()
    this.#conversations++
    const ending = new AbortController()
    try {
      await answerJoin(wire, {
        author: this.#duties.author(),
        append: async (make) => this.#membership.accept(make()),
        invite: invite.id,
        peer: peer.device,
        clock: this.#clock,
        signal: AbortSignal.any([this.#stop.signal, ending.signal]),
        onWaiting: () => this.#wait(peer.device, ending),
      })
    } catch (error) {
      this.#log.note('invites:conversation-failed', { code: error instanceof MeshError ? error.code : 'other' })
    } finally {
      if (this.#waiting.get(peer.device) === ending) this.#waiting.delete(peer.device)
      else if (!ending.signal.aborted) this.#conversations--
      await this.look()
    }
  }

  /** One conversation per device waits: who asks again has left the one before. */
  #wait(device: string, ending: AbortController): void {
    this.#conversations--
    this.#end(device)
    const [longest] = this.#waiting.keys()
    if (longest !== undefined && this.#waiting.size >= MOST_WAITING) this.#end(longest)
    this.#waiting.set(device, ending)
  }

  #end(device: string): void {
    const ending = this.#waiting.get(device)
    this.#waiting.delete(device)
    ending?.abort()
  }
}
