import type { ShownRecord } from '../../core/bridge/contract/parts.ts'

/** Entries stamped further ahead than this are somebody's wrong clock, in milliseconds (core/domain/shape/scalars.ts). */
const FUTURE_MS = 5 * 60_000

export interface ClockDifference {
  /** Person id. */
  readonly person: string
  /** The latest time that they wrote, milliseconds. */
  readonly at: number
}

/** Who wrote something dated ahead of this laptop's clock, one line a person, the furthest ahead first. */
export function clockDifferences(records: readonly ShownRecord[], now: number): ClockDifference[] {
  const latest = new Map<string, number>()
  for (const record of records) {
    for (const [at, by] of [
      [record['updatedAt'], record['updatedBy']],
      [record['createdAt'], record['createdBy']],
    ]) {
      if (typeof at !== 'number' || typeof by !== 'string' || at <= now + FUTURE_MS) continue
      latest.set(by, Math.max(at, latest.get(by) ?? 0))
    }
  }
  return [...latest].map(([person, at]) => ({ person, at })).toSorted((a, b) => b.at - a.at)
}
