import { flatBy, map, scalar, set, type ParsedFields, type ShownFields } from '../shape/fields.ts'
import { readId, readLanguage, readTime } from '../shape/scalars.ts'
import { showFields } from '../shape/show.ts'
import { BASE, labelField, wordSet } from './common.ts'
import { JOURNEYS, journeyOf, ownJourney, type JourneyView } from './duty/journey.ts'

/**
 * What a member tells of themselves. Whether they are a coordinator, and which keys their devices have, is said by the
 * membership log alone: a field here could claim anything.
 */
export const MEMBER_FIELDS = {
  ...BASE,
  /** Person id. */
  person: scalar(readId),
  displayName: labelField(120),
  skills: wordSet(100),
  training: map({ name: labelField(), at: scalar(readTime), expiresAt: scalar(readTime) }),
  lang: set(readLanguage, 30),
  /** By device id: the person's own words for it. */
  devices: flatBy('device', { label: labelField(120), addedAt: scalar(readTime), lostAt: scalar(readTime) }),
  /** When the safety agreement was accepted. */
  safetyAgreementAt: scalar(readTime),
  journeys: JOURNEYS,
} as const

export type MemberRecord = ParsedFields<typeof MEMBER_FIELDS>
export interface MemberView extends Omit<ShownFields<typeof MEMBER_FIELDS>, 'journeys'> {
  readonly journey: JourneyView | null
  readonly state: 'active' | 'archived'
}

export function presentMember(record: MemberRecord, options: { now: number }): MemberView {
  const { journeys: _journeys, ...shown } = showFields(MEMBER_FIELDS, record, options)
  return {
    ...shown,
    journey: journeyOf(ownJourney(record.journeys, record.person), options.now),
    state: record.archivedAt === null ? 'active' : 'archived',
  }
}
