import { isOfType, type LogRecord } from '../../identity/log/record/record.ts'
import type { MembershipLog } from '../../identity/log/membership-log.ts'
import { toHex } from '../../shared/bytes.ts'
import type { Clock } from '../../shared/clock.ts'
import type { Membership } from './membership.ts'

/** Whoever is out is told so no more often. */
const TOLD_EVERY_MS = 60_000

/** Whether a record takes a device (hex) out. */
export function ends(record: LogRecord, device: string): boolean {
  if (!isOfType(record, 'remove') && !isOfType(record, 'leave')) return false
  return record.content.body.devices.some((one) => toHex(one) === device)
}

/** These records and the nearest of what came before them, about `most` in all. */
export function withHistory(
  log: Pick<MembershipLog, 'record'>,
  records: readonly LogRecord[],
  most = Number.POSITIVE_INFINITY,
): readonly LogRecord[] {
  const found = new Map<string, LogRecord>()
  for (let level = records; level.length > 0 && found.size < most;) {
    for (const record of level) found.set(record.hex, record)
    const before = new Set(level.flatMap(({ previous }) => previous.filter((hex) => !found.has(hex))))
    level = [...before].flatMap((hex) => log.record(hex) ?? [])
  }
  return [...found.values()]
}

/** Who was taken out while away is told when it comes: the log up to its removal, and nothing after. */
export class Endings {
  readonly #membership: Pick<Membership, 'log' | 'belongs' | 'state'>
  readonly #clock: Pick<Clock, 'monotonic'>
  readonly #toldAt = new Map<string, number>()

  constructor(options: { membership: Pick<Membership, 'log' | 'belongs' | 'state'>; clock: Pick<Clock, 'monotonic'> }) {
    this.#membership = options.membership
    this.#clock = options.clock
  }

  /** Whether a device (hex) is out and has not been told lately. */
  mayTell(device: string): boolean {
    const toldAt = this.#toldAt.get(device) ?? Number.NEGATIVE_INFINITY
    const { belongs, state } = this.#membership
    const status = state.devices.get(device)?.status
    const isOut = belongs && (status === 'removed' || status === 'left')
    return isOut && this.#clock.monotonic() - toldAt >= TOLD_EVERY_MS
  }

  /** What that device is told, as a log of its own; it counts as told from now on. */
  tell(device: string): Pick<MembershipLog, 'ids' | 'records'> {
    this.#toldAt.set(device, this.#clock.monotonic())
    const { log } = this.#membership
    const endings = [...log.recordsOfType('remove'), ...log.recordsOfType('leave')].filter((one) => ends(one, device))
    const history = new Map(withHistory(log, endings).map(({ hex, id }) => [hex, id]))
    return {
      ids: () => [...history.values()],
      records: (ids = []) => log.records(ids.filter((id) => history.has(toHex(id)))),
    }
  }
}
