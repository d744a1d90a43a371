import { type Append, answerJoin } from '../../core/identity/join/answer-join.ts'
import { askToJoin, type AskToJoinOptions } from '../../core/identity/join/ask-to-join.ts'
import { fromHex } from '../../core/shared/bytes.ts'
import { MeshError } from '../../core/shared/errors.ts'
import type { Wire } from '../../core/shared/wire.ts'
import type { Laptop, Ticket } from './membership-lab.ts'
import { memoryWires } from './memory-wire.ts'

const keep =
  (host: Laptop): Append =>
  async (make) =>
    host.take(make())

function codeFor(ticket: Ticket, host: Laptop) {
  return {
    networkId: host.log.networkId,
    seed: ticket.seed,
    expires: 1_000_000,
    flags: 1,
    inviter: fromHex(host.state.invites.get(ticket.id)!.inviter),
    addresses: [],
  }
}

/** The answerer's side; what it writes goes into its log at once. */
export function answer(
  wire: Wire,
  host: Laptop,
  options: { ticket: Ticket; peer: Laptop; append?: Append; signal?: AbortSignal },
) {
  const { ticket, peer, append = keep(host), signal = new AbortController().signal } = options
  return answerJoin(wire, { author: host.act, append, invite: ticket.id, peer: peer.hex, clock: host.clock, signal })
}

/** The joiner's side. */
export function ask(wire: Wire, who: Laptop, options: { ticket: Ticket; host: Laptop } & Partial<AskToJoinOptions>) {
  const { ticket, host, ...rest } = options
  const { device, name, clock, random } = who
  const signal = new AbortController().signal
  return askToJoin(wire, { code: codeFor(ticket, host), device, name, peer: host.hex, clock, random, signal, ...rest })
}

/** Both sides at once; each outcome is a result or an error code. */
export async function converse(host: Laptop, who: Laptop, ticket: Ticket, rest: Partial<AskToJoinOptions> = {}) {
  const [a, b] = memoryWires()
  return Promise.all([outcome(answer(a, host, { ticket, peer: who })), outcome(ask(b, who, { ticket, host, ...rest }))])
}

/** A result, or the code of the failure. */
export async function outcome<T>(promise: Promise<T>): Promise<T | string> {
  try {
    return await promise
  } catch (error) {
    if (error instanceof MeshError) return error.code
    throw error
  }
}
