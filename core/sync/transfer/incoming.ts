import { toHex } from '../../shared/bytes.ts'
import type { Replica } from '../ports.ts'
import { violation } from '../protocol/checks.ts'
import { documentOfUnit } from '../protocol/decode.ts'
import { CREDIT_BYTES, MAX_UNITS } from '../protocol/limits.ts'
import { errorNumber, type Message } from '../protocol/messages.ts'
import { type Arrivals, bytesOf } from './arrivals.ts'
import { TOO_SOON } from './refusals.ts'

/** Units that are lies or garbage, after which a peer is not listened to any more. */
const MOST_BAD_UNITS = 256

type Units = Extract<Message, { type: 'units' }>
type Sessions = Extract<Message, { type: 'sessions' }>

/** Takes batches in: counts what the other side announces and its credit, stores, acknowledges. */
export class Incoming {
  readonly #replica: Replica
  readonly #device: string
  readonly #arrivals: Arrivals
  #unacknowledgedBytes = 0
  #lastBatch = 0
  #announced = 0
  #bad = 0

  constructor(options: { replica: Replica; device: string; arrivals: Arrivals }) {
    this.#replica = options.replica
    this.#arrivals = options.arrivals
    this.#device = options.device
  }

  /**
   * To be called as soon as session records are read: each is announced for a unit of the batch that follows.
   *
   * @throws MeshError `sync/protocol-violation` for more than a batch can hold units
   */
  announced({ records }: Sessions): void {
    this.#announced += records.length
    if (this.#announced > MAX_UNITS) throw violation('sessions')
  }

  /**
   * To be called as soon as a batch is read, before it waits its turn.
   *
   * @throws MeshError `sync/protocol-violation` over the credit or out of order
   */
  arrived({ batch, units }: Units): void {
    if (batch !== this.#lastBatch + 1) throw violation('batch')
    this.#lastBatch = batch
    this.#announced = Math.max(0, this.#announced - units.length)
    this.#unacknowledgedBytes += bytesOf(units)
    if (this.#unacknowledgedBytes > CREDIT_BYTES) throw violation('credit')
  }

  /**
   * Stores a batch.
   *
   * @returns the acknowledgement, and the documents whose earlier units are missing here
   * @throws MeshError `sync/protocol-violation` after too many bad units
   */
  async store({ batch, units }: Units): Promise<{ ack: Message; missing: readonly Uint8Array[] }> {
    const verdicts = await this.#arrivals.store(units, () => this.#replica.accept(units, this.#device))
    const refused: [number, number][] = []
    const missing = new Map<string, Uint8Array>()
    for (const [index, unit] of units.entries()) {
      const verdict = verdicts[index] ?? 'malformed'
      if (verdict === 'forged' || verdict === 'malformed') this.#bad += 1
      const error = errorNumber(verdict)
      if (error !== 0) refused.push([index, error])
      const document = TOO_SOON.includes(verdict) ? documentOfUnit(unit) : undefined
      if (document !== undefined) missing.set(toHex(document), document)
    }
    if (this.#bad > MOST_BAD_UNITS) throw violation('bad-units')
    this.#unacknowledgedBytes -= bytesOf(units)
    return { ack: { type: 'ack', batch, refused }, missing: [...missing.values()] }
  }
}
