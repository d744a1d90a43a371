import { scalar, set, type ParsedFields, type ShownFields } from '../shape/fields.ts'
import { readEmail, readId, readImpp, readLanguage, readTel } from '../shape/scalars.ts'
import { showFields } from '../shape/show.ts'
import { newestOf } from '../states/causal-log.ts'
import { BASE, consentLog, labelField, textField, wordSet } from './common.ts'

/** What a person can agree to for their card. */
export const CONSENT_USES = ['phoneTree', 'print', 'linkedNetworks'] as const

/**
 * A contact card in the terms of vCard 4 (RFC 6350), of a person in or outside the network. It has no home address, birthday,
 * photo or free note about the person, and gets none.
 */
export const CONTACT_FIELDS = {
  ...BASE,
  fn: labelField(),
  tel: set(readTel, 20),
  email: set(readEmail, 20),
  impp: set(readImpp, 20),
  lang: set(readLanguage, 30),
  role: wordSet(50),
  bestTimes: labelField(),
  emergencyContact: labelField(),
  accessNeeds: textField(500),
  /** Circle id. */
  circle: scalar(readId),
  /** Person id, where the card is a member's own. */
  member: scalar(readId),
  consentLog: consentLog(CONSENT_USES),
} as const

export type ContactRecord = ParsedFields<typeof CONTACT_FIELDS>

/** What the person agreed to, as it stands. */
export interface Consent {
  readonly givenBy: string | null
  readonly givenAt: number | null
  readonly phoneTree: boolean
  readonly print: boolean
  readonly linkedNetworks: boolean
  readonly expiresAt: number | null
  /** Past its date: nothing of it holds any more. */
  readonly expired: boolean
}
export interface ContactView extends ShownFields<typeof CONTACT_FIELDS> {
  /** Null when nothing was ever recorded. */
  readonly consent: Consent | null
  /** `archived`, `consent-expired` or `active`. */
  readonly state: 'active' | 'archived' | 'consent-expired'
}

export function presentContact(record: ContactRecord, options: { now: number }): ContactView {
  const consent = currentConsent(record.consentLog, options.now)
  const state = record.archivedAt !== null ? 'archived' : consent?.expired === true ? 'consent-expired' : 'active'
  return { ...showFields(CONTACT_FIELDS, record, options), consent, state }
}

/** Of statements made without knowing of each other, what all of them allow, until the first of them ends. */
function currentConsent(statements: ContactRecord['consentLog'], now: number): Consent | null {
  const newest = newestOf(statements).map((id) => statements[id]!)
  const last = newest.at(-1)
  if (last === undefined) return null
  const ends = newest.flatMap((one) => one.expiresAt ?? [])
  const expiresAt = ends.length === 0 ? null : Math.min(...ends)
  const allows = (use: (typeof CONSENT_USES)[number]): boolean => newest.every((one) => one[use] === true)
  return {
    givenBy: last.givenBy,
    givenAt: last.givenAt,
    phoneTree: allows('phoneTree'),
    print: allows('print'),
    linkedNetworks: allows('linkedNetworks'),
    expiresAt,
    expired: expiresAt !== null && expiresAt <= now,
  }
}
