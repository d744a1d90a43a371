import { toHex } from '../../shared/bytes.ts'
import type { Clock } from '../../shared/clock.ts'
import { type ErrorCode, MeshError } from '../../shared/errors.ts'
import type { Wire } from '../../shared/wire.ts'
import type { Newcomer } from '../author/admission.ts'
import type { Author } from '../author/author.ts'
import { labelOf, parseSaltedName } from '../author/sealed-name.ts'
import { SignatureChecker } from '../device-key.ts'
import { isProof } from '../log/record/proof.ts'
import { AUTO_ADMIT } from '../log/reduce/reduction.ts'
import { inviteClosure } from '../log/state.ts'
import { chainFor } from './chain.ts'
import { chunked, JoinAsk, type Refusal, Talk } from './messages.ts'

/** How long a joiner may take to answer. */
const ASK_TIMEOUT_MS = 10_000
/** However many ask under one invite: more are not written down until a coordinator has decided. */
const MOST_UNDECIDED = 32

/**
 * Runs `make` with nothing else appending to the log meanwhile, makes what it gives durable, adds it to the log and
 * passes it on; rejects, with the log unchanged, when `make` throws or the write fails.
 */
export type Append = (make: () => readonly Uint8Array[]) => Promise<void>

export interface AnswerJoinOptions {
  readonly author: Author
  readonly append: Append
  /** Record id (hex) of the invite whose listener was reached. */
  readonly invite: string
  /** Device key (hex) of the joiner, proven by Noise. */
  readonly peer: string
  readonly clock: Clock
  /** Ends the conversation; a joiner who waits for approval asks again later. */
  readonly signal: AbortSignal
  /** From now on nothing is said until a coordinator has decided. */
  readonly onWaiting?: () => void
}

const REFUSAL_OF: Partial<Record<ErrorCode, Refusal>> = {
  'identity/invite-used-up': 'used-up',
  'identity/invite-expired': 'expired',
  'identity/invite-revoked': 'revoked',
  'identity/invite-unknown': 'unknown',
  'identity/already-a-member': 'already-a-member',
  'identity/removed': 'rejected',
}

/**
 * Answers one joiner (PROTOCOL 5.2) and closes the wire. A bad proof, a wrong device, garbage or silence change nothing
 * and end the conversation. A device that was let in or has asked under this invite before is answered again, without a
 * new record.
 *
 * @returns how it ended
 * @throws MeshError `sync/protocol-violation`, `shared/timed-out`, `shared/aborted`, `network/peer-unreachable`, and those
 *   of writing (`documents/disk-full`, ...); the wire is then broken
 */
export async function answerJoin(wire: Wire, options: AnswerJoinOptions): Promise<'admitted' | 'refused'> {
  const talk = new Talk({ wire, ...options })
  try {
    const refusal = await converse(talk, options)
    await talk.send(
      refusal === undefined ? [3, 'admitted', await sendLog(talk, options.author)] : [3, 'refused', refusal],
    )
    await wire.close()
    return refusal === undefined ? 'admitted' : 'refused'
  } catch (error) {
    wire.abort()
    throw error
  }
}

/** @returns why the joiner is refused; undefined when it is in */
async function converse(talk: Talk, options: AnswerJoinOptions): Promise<Refusal | undefined> {
  const { author } = options
  const { log } = author
  const invite = log.state().invites.get(options.invite)
  const record = log.record(options.invite)
  if (invite === undefined || record === undefined)
    throw new MeshError('identity/invite-unknown', 'No such invite in this network')
  const genesis = log.records()[0]!
  await talk.send([1, 1, genesis, chainFor(log, [invite.inviter, author.device.hex]), record.bytes])
  const newcomer = await hear(talk, options)
  const settled = standing(options)
  if (settled !== 'stranger') return settled === 'waiting' ? waitForDecision(talk, options) : settled
  const isAuto = (invite.flags & AUTO_ADMIT) !== 0
  if (!isAuto && undecided(options) >= MOST_UNDECIDED) return 'used-up'
  try {
    await options.append(() =>
      isAuto ? author.admit(options.invite, newcomer) : author.request(options.invite, newcomer),
    )
  } catch (error) {
    const refusal = error instanceof MeshError ? REFUSAL_OF[error.code] : undefined
    if (refusal === undefined) throw error
    return refusal
  }
  return isAuto ? undefined : waitForDecision(talk, options)
}

async function hear(talk: Talk, options: AnswerJoinOptions): Promise<Newcomer> {
  const [, device, name, salt, proof] = await talk.receive(JoinAsk, ASK_TIMEOUT_MS)
  const { log } = options.author
  const { key } = log.state().invites.get(options.invite)!
  const salted = parseSaltedName({ name, salt })
  if (salted === undefined || toHex(device) !== options.peer)
    throw new MeshError('sync/protocol-violation', 'Someone else than the one who connected')
  const subject = { networkId: log.networkId, device, label: labelOf(salted) }
  if (!isProof(subject, { key, proof, checker: new SignatureChecker({ capacity: 1 }) })) {
    throw new MeshError('sync/protocol-violation', 'A proof that was not made with this invite')
  }
  return { device, salted, proof }
}

/** How the joiner stands by the log now; undefined: it is in. */
function standing(options: AnswerJoinOptions): Refusal | undefined | 'stranger' | 'waiting' {
  const state = options.author.log.state()
  const known = state.devices.get(options.peer)
  if (known?.status === 'member') return known.invite === options.invite ? undefined : 'already-a-member'
  if (known?.status === 'pending') return 'waiting'
  if (known !== undefined) return 'rejected'
  if ([...state.requests.values()].some((it) => it.device === options.peer)) return 'waiting'
  if (wasRejected(options)) return 'rejected'
  return inviteClosure(state.invites.get(options.invite)!, options.clock.now()) ?? 'stranger'
}

function undecided({ author, invite }: AnswerJoinOptions): number {
  return [...author.log.state().requests.values()].filter((it) => it.invite === invite).length
}

function wasRejected(options: AnswerJoinOptions): boolean {
  return options.author.log.hasRejected({ device: options.peer, invite: options.invite })
}

async function waitForDecision(talk: Talk, options: AnswerJoinOptions): Promise<Refusal | undefined> {
  await talk.send([3, 'pending'])
  options.onWaiting?.()
  const { promise: decision, resolve } = Promise.withResolvers<Refusal | undefined>()
  const look = (): void => {
    const now = standing(options)
    if (now !== 'waiting') resolve(now === 'stranger' ? 'rejected' : now)
  }
  const decided = new AbortController()
  const unsubscribe = options.author.log.events.on('records:added', look)
  try {
    look()
    return await Promise.race([decision, talk.listen(decided.signal)])
  } finally {
    unsubscribe()
    decided.abort()
  }
}

/** Sends all of the log that does not fit the last message. @returns what goes into that one */
async function sendLog(talk: Talk, author: Author): Promise<Uint8Array[]> {
  const chunks = chunked(author.log.records())
  for (const chunk of chunks.slice(0, -1)) await talk.send([4, chunk])
  return chunks.at(-1)!
}
