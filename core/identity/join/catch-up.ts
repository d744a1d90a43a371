import { toHex } from '../../shared/bytes.ts'
import type { Clock } from '../../shared/clock.ts'
import { MeshError } from '../../shared/errors.ts'
import type { Wire } from '../../shared/wire.ts'
import type { MembershipLog } from '../log/membership-log.ts'
import { CatchUpAsk, CatchUpRecords, chunked, Talk } from './messages.ts'

const TIMEOUT_MS = 20_000
const MAX_BYTES = 64 << 20
/** So that empty messages come to an end as well. */
const EMPTY_MESSAGE_COST = 64 << 10

export interface CatchUpOptions {
  readonly log: Pick<MembershipLog, 'ids' | 'has' | 'records'>
  /** Makes records durable and adds them to the log; invalid ones are ignored. */
  readonly accept: (records: readonly Uint8Array[]) => Promise<void>
  readonly clock: Clock
  readonly signal: AbortSignal
}

/**
 * Fetches what the log lacks, the sealed keys of missed epochs with it, and gives the other side what it lacks
 * (PROTOCOL 5.3). Closes the wire. What was received before a failure is kept: records stand on their own.
 *
 * @throws MeshError `sync/protocol-violation`, `sync/message-too-large`, `shared/timed-out`, `shared/aborted`, `network/peer-unreachable`
 */
export async function askCatchUp(
  wire: Wire,
  options: Omit<CatchUpOptions, 'log'> & { log: Pick<CatchUpOptions['log'], 'ids' | 'records'> },
): Promise<void> {
  await guarded(wire, options, async (talk) => {
    await talk.send([1, 1, options.log.ids()])
    const wanted = await receiveRecords(talk, options)
    await sendRecords(talk, { records: options.log.records(wanted), wanted: [] })
  })
}

/**
 * The other side of {@link askCatchUp}. The gater has let in current devices only.
 *
 * @param options.beforeSending runs after the question came: the moment to grant the asker a key it lacks
 */
export async function answerCatchUp(
  wire: Wire,
  options: CatchUpOptions & { beforeSending?: () => Promise<void> },
): Promise<void> {
  await guarded(wire, options, async (talk) => {
    const [, , held] = await talk.receive(CatchUpAsk, TIMEOUT_MS)
    await options.beforeSending?.()
    const theirs = new Set(held.map(toHex))
    const lacking = options.log.ids().filter((id) => !theirs.has(toHex(id)))
    const wanted = held.filter((id) => !options.log.has(id))
    await sendRecords(talk, { records: options.log.records(lacking), wanted })
    await receiveRecords(talk, options)
  })
}

async function guarded(
  wire: Wire,
  options: Pick<CatchUpOptions, 'clock' | 'signal'>,
  converse: (talk: Talk) => Promise<void>,
): Promise<void> {
  try {
    await converse(new Talk({ wire, ...options }))
    await wire.close()
  } catch (error) {
    wire.abort()
    throw error
  }
}

async function sendRecords(
  talk: Talk,
  options: { records: readonly Uint8Array[]; wanted: readonly Uint8Array[] },
): Promise<void> {
  if (options.records.length > 0) for (const chunk of chunked(options.records)) await talk.send([2, chunk])
  await talk.send([3, options.wanted])
}

/** @returns the ids the other side lacks */
async function receiveRecords(talk: Talk, options: Pick<CatchUpOptions, 'accept'>): Promise<readonly Uint8Array[]> {
  let bytes = 0
  for (;;) {
    const message = await talk.receive(CatchUpRecords, TIMEOUT_MS)
    if (message[0] === 3) return message[1]
    bytes += message[1].reduce((sum, record) => sum + record.byteLength, EMPTY_MESSAGE_COST)
    if (bytes > MAX_BYTES) throw new MeshError('sync/message-too-large', 'More records than any network has')
    await options.accept(message[1])
  }
}
