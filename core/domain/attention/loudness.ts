import { ATTENTION_KINDS, ATTENTION_LEVELS, type Ask, type AttentionItem, type AttentionLevel } from './attention.ts'

/** So many calls of one author ring within {@link FLOOD_MS}; further ones are one silent line. */
export const FLOOD_CALLS = 3
export const FLOOD_MS = 60 * 60_000

/** A sent alert, for telling a flood. */
export interface Call {
  readonly id: string
  /** Person id of who sent it. */
  readonly author: string
  /** As its author's laptop said. */
  readonly sent: number
  /** As this laptop knows. */
  readonly cameAt: number
}

/**
 * Ids of the calls that have {@link FLOOD_CALLS} others of the same author before them within an hour: by when they say they were sent,
 * so that all laptops agree, or by when they came here, so that dates of one's own making help nobody.
 */
export function floodedCalls(calls: readonly Call[]): ReadonlySet<string> {
  const flooded = new Set<string>()
  for (const own of Map.groupBy(calls, ({ author }) => author).values()) {
    for (const time of [(one: Call) => one.sent, (one: Call) => one.cameAt]) {
      const sorted = own.toSorted((a, b) => time(a) - time(b) || a.sent - b.sent || (a.id < b.id ? -1 : 1))
      for (const [at, call] of sorted.entries()) {
        const before = sorted[at - FLOOD_CALLS]
        if (before !== undefined && time(call) - time(before) < FLOOD_MS) flooded.add(call.id)
      }
    }
  }
  return flooded
}

/** What asks for a person as it is shown: with quiet hours, floods as one line for each author, most pressing first. */
export function settleAttention(
  asks: readonly Ask[],
  { quiet, flooded }: { readonly quiet: boolean; readonly flooded: ReadonlySet<string> },
): AttentionItem[] {
  // Whoever answered one of them is told by a line of its own what becomes of it
  const isFlood = ({ id, what, level }: Ask): boolean => flooded.has(id) && (what === 'alert' || level === 'silent')
  const isSilent = ({ id, what, urgent }: Ask): boolean =>
    (quiet && !urgent) || (what === 'call-list' && flooded.has(id))
  const calm = asks
    .filter((one) => !isFlood(one))
    .map((one) => ({ ...one, level: isSilent(one) ? ('silent' as const) : one.level, collapsed: 0 }))
  const floods = Map.groupBy(asks.filter(isFlood), ({ what, from, drill }) => `${what} ${from} ${drill}`)
  const lines = [...floods.values()].map((calls) => {
    const [newest] = calls.toSorted((a, b) => b.since - a.since || (a.id < b.id ? -1 : 1))
    return { ...newest!, level: 'silent' as const, collapsed: calls.length - 1 }
  })
  return [...calm, ...lines].toSorted(morePressing)
}

/** Before others, in this order: what is no drill, its kind, the louder, the newer; the rest so that every list is alike. */
export function morePressing(a: AttentionItem, b: AttentionItem): number {
  return (
    Number(a.drill) - Number(b.drill) ||
    ATTENTION_KINDS.indexOf(a.what) - ATTENTION_KINDS.indexOf(b.what) ||
    loudness(b.level) - loudness(a.level) ||
    b.since - a.since ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : a.round < b.round ? -1 : 1)
  )
}

/** 0: silent. */
export function loudness(level: AttentionLevel): number {
  return ATTENTION_LEVELS.indexOf(level)
}

/** Whether a time of day lies in quiet hours. @param minute minutes since midnight; `from` and `to` as `HH:MM` */
export function isQuiet(
  { on, from, to }: { readonly on: boolean; readonly from: string; readonly to: string },
  minute: number,
): boolean {
  if (!on) return false
  const [begin, end] = [minuteOf(from), minuteOf(to)]
  return begin < end ? minute >= begin && minute < end : minute >= begin || minute < end
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
}
