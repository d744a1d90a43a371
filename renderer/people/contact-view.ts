import type { ShownRecord } from '../../core/bridge/contract/parts.ts'
import type { ContactView } from '../../core/domain/records/contact.ts'

/** A contact card as the engine shows it. */
export type Contact = ContactView & { readonly id: string }

/** The engine has checked every field of what it shows. */
export function asContact(record: ShownRecord): Contact {
  return record as unknown as Contact
}

/** What a list says about the consent of a card, the phone tree first: it is what an alert needs. */
export function consentState({ consent }: Pick<Contact, 'consent'>): 'phone' | 'no-phone' | 'none' | 'expired' {
  if (consent === null) return 'none'
  if (consent.expired) return 'expired'
  return consent.phoneTree ? 'phone' : 'no-phone'
}
