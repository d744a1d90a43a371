import { useMemo } from 'react'

import { useNetwork } from '../../app/network-context.tsx'
import { useQuery, valueOf } from '../../engine/use-query.ts'
import { asContact, type Contact } from '../../people/contact-view.ts'
import { useMembers, type Members } from '../../people/use-members.ts'

/** Cards among which those of the people on a board are looked for. */
const LOOKED_AT = 200

export interface People {
  /** Of members and of contacts. */
  nameOf: Members['nameOf']
  /** Number to call, where the person agreed to be phoned; `no-card`, `no-number`, `no-consent` where there is none. */
  phoneOf: (person: string) => Phone
}
export type Phone = { readonly tel: string } | 'no-card' | 'no-number' | 'no-consent'

/** Names and numbers of members and contacts alike, by person id or card id. */
export function usePeople(): People {
  const network = useNetwork().network.id
  const { nameOf } = useMembers()
  const answer = useQuery('record:list', { network, kind: 'contact', limit: LOOKED_AT, sort: 'name' })
  const records = valueOf(answer)?.records
  return useMemo(() => {
    const cards = cardsOf((records ?? []).map(asContact))
    return {
      nameOf: (person) => {
        const known = nameOf(person)
        const card = cards.get(person)
        return known.name === undefined && card !== undefined ? { name: card.fn ?? undefined, you: false } : known
      },
      phoneOf: (person) => phoneOn(cards.get(person)),
    }
  }, [records, nameOf])
}

/** By card id, and by the person whose own card it is; of several cards of one person the first that can be phoned. */
export function cardsOf(contacts: readonly Contact[]): ReadonlyMap<string, Contact> {
  const cards = new Map<string, Contact>()
  for (const card of contacts) {
    cards.set(card.id, card)
    const present = card.member === null ? undefined : cards.get(card.member)
    if (card.member !== null && (present === undefined || typeof phoneOn(present) === 'string'))
      cards.set(card.member, card)
  }
  return cards
}

/** Only who agreed to be phoned is (product.md, "Contact card"). */
export function phoneOn(card: Contact | undefined): Phone {
  if (card === undefined) return 'no-card'
  if (card.consent === null || card.consent.expired || !card.consent.phoneTree) return 'no-consent'
  const [tel] = card.tel
  return tel === undefined ? 'no-number' : { tel }
}
