import type { Clock } from '../../shared/clock.ts'
import type { DeviceKey } from '../device-key.ts'
import type { BodyOf, KnownType } from '../log/record/bodies.ts'
import type { MembershipLog } from '../log/membership-log.ts'
import { type LogRecord, MAX_PREVIOUS, signRecord } from '../log/record/record.ts'

/**
 * Records being made on top of a log, each seeing all before it. Nothing is in the log until the caller adds them, so a
 * failed write leaves no trace.
 */
export class Draft {
  readonly records: LogRecord[] = []
  readonly #log: MembershipLog
  readonly #author: DeviceKey
  readonly #clock: Clock
  readonly #heads: readonly LogRecord[]

  /** @param options.heads what the first record is to have seen; everything that is in the log unless said otherwise */
  constructor(options: { log: MembershipLog; author: DeviceKey; clock: Clock; heads?: readonly LogRecord[] }) {
    this.#log = options.log
    this.#author = options.author
    this.#clock = options.clock
    this.#heads = options.heads ?? options.log.heads()
  }

  append<Type extends KnownType>(type: Type, body: BodyOf<Type>): LogRecord {
    const last = this.records.at(-1)
    return this.#sign(type, body, last === undefined ? this.#gathered() : [last])
  }

  /** At most as many heads as a record names: what it speaks of must be among what it has seen, however many there are. */
  #gathered(): readonly LogRecord[] {
    const heads = this.#heads.toSorted((a, b) => b.depth - a.depth)
    while (heads.length > MAX_PREVIOUS) heads.unshift(this.#sign('merge', {}, heads.splice(0, MAX_PREVIOUS)))
    return heads
  }

  #sign<Type extends KnownType>(type: Type, body: BodyOf<Type>, previous: readonly LogRecord[]): LogRecord {
    const record = signRecord(
      {
        networkId: previous.length === 0 ? new Uint8Array(0) : this.#log.networkId,
        previous: previous.map((it) => it.id),
        depth: previous.length === 0 ? 0 : 1 + Math.max(...previous.map((it) => it.depth)),
        time: Math.max(0, Math.trunc(this.#clock.now())),
        type,
        body,
      },
      this.#author,
    )
    this.records.push(record)
    return record
  }

  /** What to add to the log, in order. */
  bytes(): Uint8Array[] {
    return this.records.map((record) => record.bytes)
  }
}
