import type { Contact } from '../../../people/contact-view.ts'

/** A number to call, or why there is none. */
export type Phone = { readonly tel: string } | 'no-card' | 'no-number' | 'no-consent'

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
