import { log, list, needed, type Parsed } from '../shape/fields.ts'
import { readId, readWord } from '../shape/scalars.ts'
import { textField } from '../records/common.ts'

/** Longest reason of a hold. */
export const MAX_HOLD_REASON = 500
/** Holds that one entry lifts. */
export const MAX_LIFTED = 200

/**
 * Records that are not to be erased, by whom and why. Entries under their writers' names (ADR 0010): nobody can take away or change what
 * another said. A `lift` names the very entries that it lifts, so one that was set without its writer's knowing stands.
 */
export const HOLD_LOG = {
  ...log({
    what: needed(readWord(['set', 'lift'])),
    /** Id of the record. */
    record: needed(readId),
    reason: textField(MAX_HOLD_REASON),
    lifts: list(readId, MAX_LIFTED),
  }),
  max: 10_000,
}
export type HoldLog = Parsed<typeof HOLD_LOG>

/** A hold as it was set. */
export interface Hold {
  /** Of the entry. */
  readonly id: string
  readonly record: string
  readonly by: string
  readonly at: number
  readonly reason: string | null
}

/** An entry of the log with its id. */
export type HoldEntry = HoldLog[string] & { readonly id: string }

/**
 * The holds that stand, by record id.
 * @param coordinated whether somebody coordinates the network or ever did: the words of others set nothing and lift nothing, and
 *   a hold outlives its writer's office
 */
export function heldRecords(
  entries: readonly HoldEntry[],
  coordinated: (person: string) => boolean,
): ReadonlyMap<string, readonly Hold[]> {
  const told = entries.filter(({ by }) => coordinated(by))
  const records = new Map(told.map(({ id, record }) => [id, record]))
  const lifted = new Set(
    told.flatMap(({ what, record, lifts }) =>
      what === 'lift' ? lifts.filter((id) => records.get(id) === record) : [],
    ),
  )
  const held = new Map<string, Hold[]>()
  for (const { id, what, record, by, at, reason } of told) {
    if (what !== 'set' || lifted.has(id)) continue
    held.set(record, [...(held.get(record) ?? []), { id, record, by, at, reason }])
  }
  return held
}
