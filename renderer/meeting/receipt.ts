import type { PersonSync } from './room-light.ts'

/** One line of the receipt at the end of a meeting. */
export interface ReceiptLine {
  readonly person: string
  readonly name: string
  /** Was not a member when the meeting began. */
  readonly joined: boolean
  /** Still connected at the end. */
  readonly connected: boolean
  readonly has: 'everything' | 'pending' | 'not-all' | 'nothing'
  /** Records not acknowledged yet, where that is known. */
  readonly pending: number
  /** When their computer last confirmed anything, milliseconds; absent when never. */
  readonly at?: number
}

/**
 * Who was at the meeting and what their computers confirmed: those connected at the end, who exchanged anything since
 * `startedAt` (milliseconds, this laptop's clock) or who were no members before. New ones first, then by name.
 */
export function receiptLines(
  people: readonly PersonSync[],
  options: { startedAt: number; before: ReadonlySet<string>; compare: (a: string, b: string) => number },
): ReceiptLine[] {
  const { startedAt, before, compare } = options
  return people
    .filter(
      ({ person, connected, lastExchangeAt = -1 }) => connected || lastExchangeAt >= startedAt || !before.has(person),
    )
    .map((one) => ({
      person: one.person,
      name: one.name,
      joined: !before.has(one.person),
      connected: one.connected,
      has: hasOf(one),
      pending: one.hasEverything ? 0 : one.pending,
      ...(one.lastExchangeAt !== undefined && { at: one.lastExchangeAt }),
    }))
    .toSorted((a, b) => Number(b.joined) - Number(a.joined) || compare(a.name, b.name))
}

function hasOf({ hasEverything, pending, lastExchangeAt }: PersonSync): ReceiptLine['has'] {
  if (hasEverything) return 'everything'
  if (pending > 0) return 'pending'
  return lastExchangeAt === undefined ? 'nothing' : 'not-all'
}
