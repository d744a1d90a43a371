import { fromHex } from '../../shared/bytes.ts'
import type { Clock, RandomBytes } from '../../shared/clock.ts'
import { type ErrorCode, MeshError } from '../../shared/errors.ts'
import type { Wire } from '../../shared/wire.ts'
import { labelOf, saltName } from '../author/sealed-name.ts'
import type { DeviceKey } from '../device-key.ts'
import type { InviteCode } from '../invite/code.ts'
import { inviteKeysOf } from '../invite/keys.ts'
import { Keyring } from '../keyring.ts'
import { MembershipLog } from '../log/membership-log.ts'
import { signProof } from '../log/record/proof.ts'
import { isCurrentDevice } from '../log/state.ts'
import { verifyChain } from './chain.ts'
import { JoinAnswer, JoinOffer, type Refusal, Talk } from './messages.ts'

const ANSWER_TIMEOUT_MS = 15_000
/** A coordinator may take this long while both laptops stay on; asking again later continues. */
const APPROVAL_TIMEOUT_MS = 24 * 3_600_000
/** More than any network's log; a larger one is no log. */
const MAX_LOG_BYTES = 64 << 20
/** So that empty messages come to an end as well. */
const EMPTY_MESSAGE_COST = 64 << 10

const CODE_OF: Record<Refusal, ErrorCode> = {
  'used-up': 'identity/invite-used-up',
  expired: 'identity/invite-expired',
  revoked: 'identity/invite-revoked',
  unknown: 'identity/invite-unknown',
  rejected: 'identity/join-rejected',
  'already-a-member': 'identity/already-a-member',
}

export interface AskToJoinOptions {
  readonly code: InviteCode
  /** This device's key for this network; kept when asking again, so that the same request is continued. */
  readonly device: DeviceKey
  readonly name: string
  /** Device key (hex) of the laptop that answers, proven by Noise. */
  readonly peer: string
  readonly clock: Clock
  readonly random: RandomBytes
  readonly signal: AbortSignal
  /** A coordinator is to decide; the wait goes on. */
  readonly onPending?: () => void
}

/** What a joiner comes out with. */
export interface Joined {
  readonly networkId: Uint8Array
  readonly log: MembershipLog
  /** All log records, ancestors first: to be made durable. */
  readonly records: readonly Uint8Array[]
}

/**
 * Asks to join (PROTOCOL 5.2) and closes the wire. Nothing secret is sent before the other side has shown that it and the
 * inviter belong to the network of the code.
 *
 * @throws MeshError `identity/wrong-network` (the laptop that answered is not of the network of the code),
 *   `identity/invite-used-up`, `-expired`, `-revoked`, `-unknown`, `identity/join-rejected`, `identity/already-a-member`,
 *   `identity/approval-pending` (asked; the other side went off before a coordinator decided: ask again later),
 *   `domain/invalid-input` (name), `sync/protocol-violation`, `shared/timed-out`, `shared/aborted`, `network/peer-unreachable`
 */
export async function askToJoin(wire: Wire, options: AskToJoinOptions): Promise<Joined> {
  const talk = new Talk({ wire, ...options })
  try {
    const joined = await converse(talk, options)
    await wire.close()
    return joined
  } catch (error) {
    wire.abort()
    throw error
  }
}

async function converse(talk: Talk, options: AskToJoinOptions): Promise<Joined> {
  const { code, device } = options
  const salted = saltName(options.name, options.random)
  const { signing } = inviteKeysOf(code.seed)
  try {
    const [, , genesis, chain, invite] = await talk.receive(JoinOffer, ANSWER_TIMEOUT_MS)
    const expected = {
      networkId: code.networkId,
      inviter: code.inviter,
      answerer: fromHex(options.peer),
      inviteKey: signing.publicKey,
    }
    if (verifyChain({ genesis, chain, invite }, expected) === undefined) {
      throw new MeshError(
        'identity/wrong-network',
        'The laptop that answered does not belong to the network of this invite',
      )
    }
    const subject = { networkId: code.networkId, device: device.publicKey, label: labelOf(salted) }
    const proof = signProof(subject, { invite: signing, device })
    await talk.send([2, device.publicKey, salted.name, salted.salt, proof])
  } finally {
    signing.forget()
  }
  return assemble(await hearAnswer(talk, options), options)
}

async function hearAnswer(talk: Talk, options: AskToJoinOptions): Promise<Uint8Array[]> {
  const records: Uint8Array[] = []
  let bytes = 0
  let pending = false
  for (;;) {
    const message = await receiveOrPending(talk, pending)
    if (message[0] === 4) {
      records.push(...message[1])
      bytes += message[1].reduce((sum, record) => sum + record.byteLength, EMPTY_MESSAGE_COST)
      if (bytes > MAX_LOG_BYTES) throw new MeshError('sync/message-too-large', 'The log is larger than any network has')
    } else if (message[1] === 'refused') throw new MeshError(CODE_OF[message[2]], 'The invite was refused')
    else if (message[1] === 'pending') {
      if (pending) throw new MeshError('sync/protocol-violation', 'An answer that is not in the protocol')
      pending = true
      options.onPending?.()
    } else return [...records, ...message[2]]
  }
}

async function receiveOrPending(talk: Talk, pending: boolean) {
  try {
    return await talk.receive(JoinAnswer, pending ? APPROVAL_TIMEOUT_MS : ANSWER_TIMEOUT_MS)
  } catch (error) {
    const went =
      error instanceof MeshError && (error.code === 'network/peer-unreachable' || error.code === 'shared/timed-out')
    if (pending && went)
      throw new MeshError('identity/approval-pending', 'A coordinator has not decided yet', { cause: error })
    throw error
  }
}

/** Believes the log only if it holds this device as a member and a key it can open. */
function assemble(received: readonly Uint8Array[], options: AskToJoinOptions): Joined {
  const { networkId } = options.code
  const log = new MembershipLog(networkId)
  log.add(received)
  const records = log.records()
  if (records.length > 0 && isCurrentDevice(log.state(), options.device.hex)) {
    const keyring = new Keyring(options.device)
    keyring.update(log.state())
    if (keyring.sealingEpoch(log.state()) !== undefined) return { networkId, log, records }
  }
  throw new MeshError('sync/protocol-violation', 'The log that was sent does not let this laptop in')
}
