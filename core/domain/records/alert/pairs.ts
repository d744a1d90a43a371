import { newestOf } from '../../states/causal-log.ts'
import type { ResponderState } from '../../states/responder-states.ts'
import type { AlertRecord } from './alert.ts'
import type { Course } from './course.ts'

type Pairs = AlertRecord['pairs']

/** Nobody stays with whom nobody expects. */
const NOT_THERE: ReadonlySet<ResponderState> = new Set(['asked', 'cannot', 'standby'])

/** The entries about one pair, whoever stands first in them. */
export function entriesOfPair(pairs: Pairs, first: string, second: string): Pairs {
  const key = pairKey(first, second)
  return Object.fromEntries(Object.entries(pairs).filter(([, one]) => pairKey(one.first, one.second) === key))
}

/**
 * Who is with whom: as somebody said, else buddies of a circle who both come. Of "together" and "apart" said without knowing of each
 * other, together stands: one more person looks after them. Somebody may be with several.
 */
export function partnersOf(
  record: Pick<AlertRecord, 'pairs'>,
  { answers, states }: { readonly answers: Course['answers']; readonly states: ReadonlyMap<string, ResponderState> },
): ReadonlyMap<string, readonly string[]> {
  const pairs = new Map<string, readonly [string, string]>()
  for (const [member, { buddies }] of answers)
    for (const buddy of buddies) pairs.set(pairKey(member, buddy), [member, buddy])
  const said = new Map<string, Record<string, Pairs[string]>>()
  for (const [id, entry] of Object.entries(record.pairs)) {
    const key = pairKey(entry.first, entry.second)
    const known = said.get(key)
    if (known === undefined) said.set(key, { [id]: entry })
    else known[id] = entry
  }
  for (const [key, entries] of said) {
    const newest = newestOf(entries).map((id) => entries[id]!)
    const together = newest.find(({ apart }) => apart !== true)
    if (together === undefined) pairs.delete(key)
    else pairs.set(key, [together.first, together.second])
  }
  const partners = new Map<string, string[]>()
  const isThere = (person: string): boolean => !NOT_THERE.has(states.get(person) ?? 'asked')
  for (const [first, second] of pairs.values()) {
    if (first === second || !isThere(first) || !isThere(second)) continue
    partners.set(first, [...(partners.get(first) ?? []), second])
    partners.set(second, [...(partners.get(second) ?? []), first])
  }
  return new Map([...partners].map(([person, others]) => [person, others.toSorted()]))
}

/** Ids hold no `+`. */
function pairKey(first: string, second: string): string {
  return first < second ? `${first}+${second}` : `${second}+${first}`
}
