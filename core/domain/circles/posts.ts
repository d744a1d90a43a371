import type { ContactView } from '../records/contact.ts'

/** Somebody who is to be called first: a point contact or a back-up, and what stands against calling them. */
export interface Post {
  /** Person id; null while nobody is named. */
  readonly person: string | null
  /** E.164. */
  readonly tel: string | null
  /** `nobody` is named, who is named has `left` the network, or there is `no-number` that may be called. */
  readonly lacks: 'nobody' | 'left' | 'no-number' | null
}

type Card = Pick<ContactView, 'member' | 'tel' | 'consent' | 'state'>

/** Numbers to call by person id: from cards in use whose consent covers the phone tree. */
export function numbersToCall(cards: readonly Card[]): ReadonlyMap<string, string> {
  const numbers = new Map<string, string>()
  for (const { member, tel, consent, state } of cards) {
    if (member === null || state !== 'active' || consent?.phoneTree !== true || tel[0] === undefined) continue
    const known = numbers.get(member)
    // Two cards of one person: the same number on every laptop
    if (known === undefined || tel[0] < known) numbers.set(member, tel[0])
  }
  return numbers
}

/** @param people.isMember whether a person id is of a current member */
export function postOf(
  person: string | null,
  people: { isMember: (person: string) => boolean; numbers: ReadonlyMap<string, string> },
): Post {
  if (person === null) return { person, tel: null, lacks: 'nobody' }
  if (!people.isMember(person)) return { person, tel: null, lacks: 'left' }
  const tel = people.numbers.get(person) ?? null
  return { person, tel, lacks: tel === null ? 'no-number' : null }
}
