import { z } from 'zod'

import { type Cbor, decodeCbor, encodeCbor } from '../../shared/cbor.ts'
import type { Clock } from '../../shared/clock.ts'
import { MeshError } from '../../shared/errors.ts'
import { PROOF_BYTES } from '../log/record/proof.ts'
import { MAX_MESSAGE_BYTES, type Wire } from '../../shared/wire.ts'

const bytes = z.custom<Uint8Array>((it) => it instanceof Uint8Array)
const fixed = (length: number) => z.custom<Uint8Array>((it) => it instanceof Uint8Array && it.byteLength === length)
const records = z.array(bytes).max(20_000)

/** Why a joiner is sent away (PROTOCOL 5.2). */
export const REFUSALS = ['used-up', 'expired', 'revoked', 'unknown', 'rejected', 'already-a-member'] as const
export type Refusal = (typeof REFUSALS)[number]

/** Messages of `/muster/join/1`. */
export const JoinOffer = z.tuple([z.literal(1), z.literal(1), bytes, z.array(bytes).max(1000), bytes])
export const JoinAsk = z.tuple([z.literal(2), fixed(32), z.string().max(256), fixed(16), fixed(PROOF_BYTES)])
export const JoinAnswer = z.union([
  z.tuple([z.literal(3), z.literal('admitted'), records]),
  z.tuple([z.literal(3), z.literal('pending')]),
  z.tuple([z.literal(3), z.literal('refused'), z.enum(REFUSALS)]),
  z.tuple([z.literal(4), records]),
])

/** Messages of `/muster/catch-up/1`. */
export const CatchUpAsk = z.tuple([z.literal(1), z.literal(1), z.array(fixed(32)).max(30_000)])
export const CatchUpRecords = z.union([
  z.tuple([z.literal(2), records]),
  z.tuple([z.literal(3), z.array(fixed(32)).max(30_000)]),
])

/** Records that fit a message with room for its frame. */
const CHUNK_BYTES = MAX_MESSAGE_BYTES - (128 << 10)

/** Splits records, in order, into lists that each fit one message; at least one list. */
export function chunked(all: readonly Uint8Array[]): Uint8Array[][] {
  const chunks: Uint8Array[][] = [[]]
  let size = 0
  for (const record of all) {
    if (size + record.byteLength + 8 > CHUNK_BYTES || chunks.at(-1)!.length >= 20_000) {
      chunks.push([])
      size = 0
    }
    chunks.at(-1)!.push(record)
    size += record.byteLength + 8
  }
  return chunks
}

/** Both protocols open with a message of type 1 that names the version. */
function opensOtherVersion(value: unknown): boolean {
  return Array.isArray(value) && value[0] === 1 && Number.isSafeInteger(value[1]) && value[1] !== 1
}

/** Who takes nothing for so long is not listening. */
const SEND_TIMEOUT_MS = 30_000

/** A wire with schemas and time limits: every wait ends. */
export class Talk {
  readonly #wire: Wire
  readonly #clock: Clock
  readonly #signal: AbortSignal

  constructor(options: { wire: Wire; clock: Clock; signal: AbortSignal }) {
    this.#wire = options.wire
    this.#clock = options.clock
    this.#signal = options.signal
  }

  async send(message: Cbor): Promise<void> {
    const cancel = this.#clock.after(SEND_TIMEOUT_MS, () => this.#wire.abort())
    try {
      await this.#wire.send(encodeCbor(message))
    } finally {
      cancel()
    }
  }

  /**
   * Waits for as long as the other side waits too, in silence. Receive nothing meanwhile.
   *
   * @throws MeshError `network/peer-unreachable` once it has gone, `sync/protocol-violation` when it says anything, `shared/aborted`
   */
  async listen(signal: AbortSignal): Promise<never> {
    const message = await this.#wire.receive({ signal: AbortSignal.any([signal, this.#signal]) })
    if (message === undefined) throw new MeshError('network/peer-unreachable', 'The other laptop waits no more')
    throw new MeshError('sync/protocol-violation', 'Said something where it is to wait')
  }

  /**
   * The next message, of that form.
   *
   * @throws MeshError `sync/other-version`, `sync/protocol-violation` for anything else, `network/peer-unreachable` at the end,
   *   `shared/timed-out`, `shared/aborted`
   */
  async receive<Schema extends z.ZodType>(schema: Schema, timeoutMs: number): Promise<z.infer<Schema>> {
    const message = await this.#receiveWithin(timeoutMs)
    if (message === undefined)
      throw new MeshError('network/peer-unreachable', 'The other laptop ended the conversation')
    const value = decodeCbor(message)
    const parsed = schema.safeParse(value)
    if (parsed.success) return parsed.data
    if (opensOtherVersion(value)) throw new MeshError('sync/other-version', 'The other laptop speaks another version')
    throw new MeshError('sync/protocol-violation', 'An answer that is not in the protocol')
  }

  async #receiveWithin(timeoutMs: number): Promise<Uint8Array | undefined> {
    const timer = new AbortController()
    const cancel = this.#clock.after(timeoutMs, () => timer.abort())
    try {
      return await this.#wire.receive({ signal: AbortSignal.any([timer.signal, this.#signal]) })
    } catch (cause) {
      if (timer.signal.aborted && !this.#signal.aborted)
        throw new MeshError('shared/timed-out', 'The other laptop did not answer in time', { cause })
      throw cause
    } finally {
      cancel()
    }
  }
}
