import {
  flat,
  given,
  list,
  log,
  map,
  needed,
  own,
  scalar,
  searched,
  shared,
  tuple,
  type ParsedFields,
  type ShownFields,
} from '../../shape/fields.ts'
import { readBoolean, readId, readInteger, readLabel, readText, readTime, readWord } from '../../shape/scalars.ts'
import { ALERT_ANSWERS, ANSWER_WAYS, ESCALATION_STEPS } from '../../states/alert-states.ts'
import { SAID_STATES } from '../../states/responder-states.ts'
import { VERIFICATION_STATES } from '../../states/verification-states.ts'
import { BASE, labelField, textField } from '../common.ts'
import { ALERT_STATUSES, AUDIENCES, CERTAINTIES, HELP_KINDS, SEVERITIES, URGENCIES } from '../words.ts'

/** Longest headline and instruction, in UTF-16 units. */
export const MAX_HEADLINE = 90
export const MAX_INSTRUCTION = 300
/** How long an alert holds from its sending, in minutes. */
export const EXPIRY_MINUTES = { least: 5, usual: 120, most: 24 * 60 } as const
/** Longest remark of a debrief. */
export const MAX_DEBRIEF = 1_000
/** Most that one alert holds of what responders say: who is out checks in every half hour. */
export const MAX_MOVES = 10_000

/** What a second member can confirm of a draft: sending what nobody has verified, and a text that seems to identify somebody. */
export const CONFIRMABLE = ['unverified', 'text'] as const
export type Confirmable = (typeof CONFIRMABLE)[number]

/**
 * What can become of an alert once it is sent. `answer`: of one person; `branch-done`: the calls of one branch of the phone tree are
 * made; the rest of the alert as a whole.
 */
export const COURSE_EVENTS = ['answer', 'branch-done', 'enough', 'cancelled', 'all-clear', 'updated'] as const

/** What an alert says (CAP 1.2 terms). It has no place for a picture, and none for anybody's name. */
export const CONTENT_FIELDS = {
  status: needed(readWord(ALERT_STATUSES)),
  kind: needed(readWord(HELP_KINDS)),
  /** `of`: a circle's id, or the skill that specialists have. */
  audience: tuple({ scope: needed(readWord(AUDIENCES)), of: scalar(readLabel(64)) }),
  urgency: scalar(readWord(URGENCIES)),
  severity: scalar(readWord(SEVERITIES)),
  certainty: scalar(readWord(CERTAINTIES)),
  headline: searched(needed(readLabel(MAX_HEADLINE))),
  instruction: searched(scalar(readText(MAX_INSTRUCTION))),
  area: labelField(),
  /** How long it holds from its sending. */
  minutes: needed(readInteger(EXPIRY_MINUTES.least, EXPIRY_MINUTES.most)),
  /** How many are asked for; without a role, anybody. */
  need: map({ role: searched(scalar(readLabel(64))), count: needed(readInteger(1, 1_000)) }),
} as const

/**
 * A call for help. Everything in it is appended, nothing is replaced: a draft is its newest version, a sending names the one
 * version that it freezes, so an edit made elsewhere at the same time cannot change what was sent.
 */
export const ALERT_FIELDS = {
  ...BASE,
  about: given(tuple({ kind: needed(readWord(['incident', 'plan'])), id: needed(readId) })),
  /** CAP `references`: the alert that this one updates. */
  references: given(scalar(readId)),
  versions: log(CONTENT_FIELDS),
  /** By members, each for one version: a later version needs them anew. */
  confirmations: log({ what: needed(readWord(CONFIRMABLE)), of: needed(readId) }),
  sendings: log({
    version: needed(readId),
    /** Copied from the incident; a confirmed plan counts as verified. */
    verified: needed(readWord(VERIFICATION_STATES)),
    /** Whether it stayed within the sender's own circle or went to verifiers only, as the sender's laptop knew it. */
    reach: needed(readWord(['own', 'wide'])),
    /** Person ids of those addressed, as known then. */
    to: list(readId, 2_000),
    /** Minutes after which each escalation step is due. */
    escalation: list(readInteger(1, 24 * 60), ESCALATION_STEPS.length),
    /** Minutes from one word of a responder to the next, and of grace: fixed here, so that every laptop counts alike. */
    checkIn: list(readInteger(1, 24 * 60), 2),
  }),
  /** By the members' own devices. */
  acks: own(flat({ reachedAt: scalar(readTime), seenAt: scalar(readTime) })),
  course: log({
    what: needed(readWord(COURSE_EVENTS)),
    /**
     * Of an answer: whose, a member's or a contact's id. Without `answer` they were told, and have not said. Of a branch: who is called
     * first in it.
     */
    member: scalar(readId),
    answer: scalar(readWord(ALERT_ANSWERS)),
    role: labelField(64),
    eta: scalar(readTime),
    via: scalar(readWord(ANSWER_WAYS)),
    /** Of "coming": their buddies in the circles, as known then. Two who are out and one of whom names the other are a pair. */
    buddies: list(readId, 20),
    /** The alert that takes this one's place. */
    into: scalar(readId),
    note: textField(MAX_INSTRUCTION),
  }),
  /** Steps stand under ids of their own (`step-1`): two laptops that take one step apart have taken it once. */
  escalationLog: shared(
    log({ step: needed(readWord([...ESCALATION_STEPS, 'stop'])), to: list(readId, 2_000) }),
    Object.fromEntries(ESCALATION_STEPS.map((step, at) => [stepId(at), { step }])),
  ),
  /**
   * Where responders stand after their answer, as they or somebody for them said; never written by a timer. `after` names entries
   * of the same person only. Saying the present state again is a check-in.
   */
  moves: {
    ...log({
      member: needed(readId),
      to: needed(readWord(SAID_STATES)),
      via: needed(readWord(ANSWER_WAYS)),
      note: textField(MAX_INSTRUCTION),
    }),
    max: MAX_MOVES,
  },
  /** Who stays with whom, where somebody said so; `apart` ends it. */
  pairs: log({ first: needed(readId), second: needed(readId), apart: scalar(readBoolean) }),
  /** What a responder wants to say when it is over: of the work, never of a person. */
  debriefs: log({ well: textField(MAX_DEBRIEF), change: textField(MAX_DEBRIEF), support: scalar(readBoolean) }),
} as const

export type AlertRecord = ParsedFields<typeof ALERT_FIELDS>
export type AlertShown = ShownFields<typeof ALERT_FIELDS>
export type AlertVersion = AlertRecord['versions'][string]
export type AlertContent = ParsedFields<typeof CONTENT_FIELDS>
export type AlertSending = AlertRecord['sendings'][string]
type EscalationLog = AlertRecord['escalationLog']

/** Id of the entry that a step stands under. */
export function stepId(at: number): string {
  return `step-${at + 1}`
}

/** The entries that are what their id says: a step under another id, or the wrong one, is not counted. */
export function stepsTaken(log: EscalationLog): readonly (EscalationLog[string] | undefined)[] {
  return ESCALATION_STEPS.map((step, at) => {
    const entry = Object.hasOwn(log, stepId(at)) ? log[stepId(at)] : undefined
    return entry?.step === step ? entry : undefined
  })
}
