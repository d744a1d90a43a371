import type { NETWORK_KINDS } from '../../records/words.ts'
import type { VerificationState } from '../../states/verification-states.ts'

/** Who is in a network, as far as alerts ask. Current members only. */
export interface NetworkPeople {
  readonly kind: (typeof NETWORK_KINDS)[number] | null
  readonly members: readonly {
    /** Person id. */
    readonly id: string
    readonly coordinator: boolean
    /** In their own words. */
    readonly skills: readonly string[]
  }[]
  /** Circles that are not put away. */
  readonly circles: readonly {
    readonly id: string
    readonly members: readonly string[]
    readonly pointContact?: string | null
    readonly backUp: string | null
    readonly buddies?: readonly { readonly first: string; readonly second: string }[]
    /** Names of the places on its routes in use. */
    readonly places?: readonly string[]
    /** Minutes that it has set for itself. */
    readonly checkInMinutes?: number | null
    readonly checkInGraceMinutes?: number | null
  }[]
  /** Specialist teams that are not put away. */
  readonly teams?: readonly {
    readonly skill: string
    readonly pointContact: string | null
    readonly backUp: string | null
  }[]
}

/** What an alert takes over from the incident or plan that it is about. */
export interface AboutFacts {
  /** A confirmed plan counts as verified, any other as unverified. */
  readonly verification: VerificationState
  /** What it was ever said to be. */
  readonly outcomes: readonly VerificationState[]
  readonly urgency: string | null
  readonly severity: string | null
  readonly certainty: string | null
  /** The place in words, as closely as it may be told. */
  readonly area: string | null
}

/** What alert edits ask of the world around the record; each is asked only when needed. */
export interface AlertFacts {
  readonly people: () => NetworkPeople
  /** Undefined when the incident or plan is not here. */
  readonly about: (about: { readonly kind: 'incident' | 'plan'; readonly id: string }) => AboutFacts | undefined
  /** Minutes from the sending to each step. */
  readonly escalationMinutes: () => readonly number[]
  /** Minutes from one word of a responder to the next, as the network has set it. */
  readonly checkInMinutes?: () => number
  /** Whether there is a contact of that id. */
  readonly isContact?: (id: string) => boolean
  /** Whether a person has accepted the safety agreement; asked of oneself only. */
  readonly agreed?: (person: string) => boolean
  /** How many alerts beyond their own circle this person has sent since a moment, as this laptop knows. */
  readonly sentWide?: (since: number) => number
}
