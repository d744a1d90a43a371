import { cleared, given, parts } from '../forms/read-fields.ts'
import type { Contact } from './contact-view.ts'

/** A contact card as its form holds it: everything as text. */
export interface CardDraft {
  readonly fn: string
  readonly tel: string
  readonly email: string
  readonly lang: string
  readonly role: string
  readonly bestTimes: string
  readonly emergencyContact: string
  readonly accessNeeds: string
  /** Circle id, or empty. */
  readonly circle: string
}

export const EMPTY_CARD: CardDraft = {
  fn: '',
  tel: '',
  email: '',
  lang: '',
  role: '',
  bestTimes: '',
  emergencyContact: '',
  accessNeeds: '',
  circle: '',
}

const LISTS = ['tel', 'email', 'lang', 'role'] as const
const TEXTS = ['bestTimes', 'emergencyContact', 'accessNeeds', 'circle'] as const

export function cardDraftOf(contact: Contact): CardDraft {
  return {
    fn: contact.fn ?? '',
    tel: contact.tel.join(', '),
    email: contact.email.join(', '),
    lang: contact.lang.join(', '),
    role: contact.role.join(', '),
    bestTimes: contact.bestTimes ?? '',
    emergencyContact: contact.emergencyContact ?? '',
    accessNeeds: contact.accessNeeds ?? '',
    circle: contact.circle ?? '',
  }
}

/** The fields that differ between two drafts, as the card's edit takes them: what nobody changed is not written. */
export function cardPatch(before: CardDraft, after: CardDraft): Record<string, unknown> {
  const patch: Record<string, unknown> = {}
  if (before.fn !== after.fn) patch['fn'] = after.fn.trim()
  for (const name of LISTS) if (before[name] !== after[name]) patch[name] = parts(after[name])
  for (const name of TEXTS) if (before[name] !== after[name]) patch[name] = cleared(after[name])
  return patch
}

/** The fields of a new card: those that were filled in. */
export function newCard(draft: CardDraft): Record<string, unknown> {
  const filled = Object.entries(draft).filter(([, text]) => given(text) !== undefined)
  return cardPatch(EMPTY_CARD, { ...EMPTY_CARD, ...Object.fromEntries(filled) })
}
