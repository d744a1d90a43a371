import {
  coText,
  flat,
  list,
  log,
  map,
  needed,
  scalar,
  searched,
  tuple,
  type ParsedFields,
  type ShownFields,
} from '../shape/fields.ts'
import {
  MAX_LONG_TEXT,
  readAlias,
  readBoolean,
  readHash,
  readId,
  readInteger,
  readLabel,
  readPattern,
  readText,
  readTime,
  readWord,
} from '../shape/scalars.ts'
import { INCIDENT_MACHINE } from '../states/incident-states.ts'
import { canMove } from '../states/machine.ts'
import { RESPONDER_STATES } from '../states/responder-states.ts'
import { VERIFICATION_MACHINE, VERIFICATION_OUTCOMES, VERIFICATION_STATES } from '../states/verification-states.ts'
import { INCIDENT_STATES } from '../states/incident-states.ts'
import { NEED_MACHINE } from '../states/work-states.ts'
import { RESPONDER_MACHINE } from '../states/responder-states.ts'
import { BASE, consentLog, labelField, momentField, moveLog, placeField, textField } from './common.ts'
import {
  AUDIENCES,
  CERTAINTIES,
  HELP_KINDS,
  INCIDENT_KINDS,
  SERVICES,
  SEVERITIES,
  SOURCES,
  URGENCIES,
} from './words.ts'

/** What a person affected can agree to. */
export const AFFECTED_USES = ['followUp', 'publicEvent', 'share'] as const
export type AffectedUse = (typeof AFFECTED_USES)[number]

/** Value of `followUpOwner` when the people concerned want none. */
export const NONE_WANTED = 'none-wanted'

const lifecycle = readWord(INCIDENT_STATES)
const verification = readWord(VERIFICATION_STATES)
const responder = readWord(RESPONDER_STATES)

/**
 * An incident describes an event. It has no field for anybody's name, looks, plate, address or account; people affected are
 * aliases, people who help are members.
 */
export const INCIDENT_FIELDS = {
  ...BASE,
  /** What is happening: written together. */
  what: coText(MAX_LONG_TEXT),
  kind: scalar(readWord(INCIDENT_KINDS)),
  onset: momentField(),
  end: momentField(),
  place: placeField(),
  source: scalar(readWord(SOURCES)),
  urgency: scalar(readWord(URGENCIES)),
  severity: scalar(readWord(SEVERITIES)),
  certainty: scalar(readWord(CERTAINTIES)),
  lifecycle: log(
    {
      from: needed(lifecycle),
      to: needed(lifecycle),
      note: textField(),
      /** Of a merge: the incident that goes on. */
      into: scalar(readId),
      /** Of a closing: the needs that were seen settled. A need not among them opens the incident again. */
      settled: list(readId, 2_000),
    },
    (move) => canMove(INCIDENT_MACHINE, move.from, move.to),
  ),
  verificationLog: log(
    {
      from: needed(verification),
      to: needed(verification),
      basis: searched(needed(readText(1_000))),
      /** Where `to` is `disputed`: the outcome that was stated against the standing one. */
      stated: scalar(readWord(VERIFICATION_OUTCOMES)),
    },
    (move) => canMove(VERIFICATION_MACHINE, move.from, move.to),
  ),
  needs: map({
    kind: needed(readWord(HELP_KINDS)),
    text: textField(500),
    createdAt: scalar(readTime),
    createdBy: scalar(readId),
    log: moveLog(NEED_MACHINE),
  }),
  /** Aliases ("Person A") with what they want and agree to. */
  peopleAffected: map({
    alias: needed(readAlias),
    wants: textField(1_000),
    createdAt: scalar(readTime),
    consentLog: consentLog(AFFECTED_USES),
    archivedAt: scalar(readTime),
  }),
  /** By member: facts. Their states are in `responderLog`. */
  responders: flat({
    role: labelField(64),
    eta: scalar(readTime),
    /** Person id of the buddy. */
    pair: scalar(readId),
    agreedAt: scalar(readTime),
    checkInDueAt: scalar(readTime),
    note: textField(500),
  }),
  responderLog: log(
    { member: needed(readId), from: needed(responder), to: needed(responder), note: textField(500) },
    (move) => canMove(RESPONDER_MACHINE, move.from, move.to),
  ),
  timeline: log({ text: searched(needed(readText())) }),
  attachments: map({
    mime: needed(readPattern(/^(?:image\/(?:jpeg|png|webp)|application\/pdf)$/, 20)),
    bytes: scalar(readInteger(0, 50_000_000)),
    sha256: scalar(readHash),
    width: scalar(readInteger(1, 20_000)),
    height: scalar(readInteger(1, 20_000)),
    alt: labelField(500),
    redacted: scalar(readBoolean),
    createdAt: scalar(readTime),
    createdBy: scalar(readId),
    archivedAt: scalar(readTime),
  }),
  servicesCalled: log({
    service: needed(readWord(SERVICES)),
    calledAt: scalar(readTime),
    reference: labelField(100),
    note: textField(1_000),
  }),
  /** A person id, a team's name, or `none-wanted`. */
  followUpOwner: searched(scalar(readLabel(120))),
  audience: tuple({ scope: needed(readWord(AUDIENCES)), /** Circle id or role. */ of: scalar(readLabel(64)) }),
  expiresAt: scalar(readTime),
} as const

export type IncidentRecord = ParsedFields<typeof INCIDENT_FIELDS>
export type IncidentShown = ShownFields<typeof INCIDENT_FIELDS>
