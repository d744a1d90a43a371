import { z } from 'zod'

import { clearable, id, label, text, time } from '../../input/fields.ts'
import { INCIDENT_FIELDS, type AffectedUse, type IncidentRecord } from '../../records/incident.ts'
import { needState, responderState } from '../../records/incident-view.ts'
import { SERVICES } from '../../records/words.ts'
import { newestOf } from '../../states/causal-log.ts'
import { RESPONDER_MACHINE, RESPONDER_STATES } from '../../states/responder-states.ts'
import { NEED_MACHINE, NEED_STATES } from '../../states/work-states.ts'
import type { Write } from '../../write.ts'
import { note, timeValue } from '../common.ts'
import { addEntry, appendLog, defineEdit, fieldWrites, moveEntry, put, requireEntry, requireMove } from '../edit.ts'
import { NeedInput, needWrite } from './create.ts'

export const addNeed = defineEdit(NeedInput, (record: IncidentRecord, need, ctx): Write[] => [
  needWrite(record, need, ctx),
])

/** Claims, meets, drops or opens a need again. Claiming what is claimed takes it over; claiming one's own again changes nothing. */
export const moveNeed = defineEdit(
  z.strictObject({ need: id, state: z.enum(NEED_STATES), note }),
  (record: IncidentRecord, input, ctx): Write[] => {
    const need = requireEntry(record.needs, input.need, 'need')
    const place = { path: ['needs', input.need, 'log'], field: INCIDENT_FIELDS.needs.fields.log, log: need.log }
    const present = needState(record, input.need)
    if (input.state === 'claimed' && present.state === 'claimed' && present.by.includes(ctx.by)) return []
    return [moveEntry(NEED_MACHINE, place, { to: input.state, note: input.note }, ctx)]
  },
)

const RespondInput = z.strictObject({
  state: z.enum(RESPONDER_STATES),
  person: id.optional(),
  eta: clearable(time),
  note: clearable(text(500)),
  role: clearable(label(64)),
  pair: clearable(id),
  checkInDueAt: clearable(time),
  /** Accepted the safety agreement with this answer. */
  agreed: z.boolean().optional(),
})

/**
 * Where a responder stands, said by themselves or by somebody for them. Repeating the present state only notes the facts.
 *
 * @throws MeshError `domain/not-allowed-now`
 */
export const respond = defineEdit(RespondInput, (record: IncidentRecord, input, ctx): Write[] => {
  const member = input.person ?? ctx.by
  const { state: from } = responderState(record, member)
  const known = Object.values(record.responderLog).some((one) => one.member === member)
  const writes: Write[] = []
  if (input.state === 'asked' && !known && from === 'asked') {
    if (!Object.hasOwn(record.responders, member))
      writes.push(put(['responders', `${member}/note`], input.note ?? null))
  } else if (input.state !== from) {
    requireMove(RESPONDER_MACHINE, from, input.state)
    const own = Object.fromEntries(Object.entries(record.responderLog).filter(([, one]) => one.member === member))
    const seen = newestOf(own)
    writes.push(
      appendLog(
        ['responderLog'],
        INCIDENT_FIELDS.responderLog,
        record.responderLog,
        { member, from, to: input.state, note: input.note },
        ctx,
        seen,
      ),
    )
  }
  const facts = {
    role: input.role,
    eta: timeValue(input.eta, 'eta', ctx),
    pair: input.pair,
    checkInDueAt: timeValue(input.checkInDueAt, 'checkInDueAt', ctx),
    agreedAt: input.agreed === true ? ctx.now : undefined,
    note: input.note,
  }
  for (const [name, value] of Object.entries(facts)) {
    if (value !== undefined && !writes.some((write) => write.path[1] === `${member}/${name}`))
      writes.push(put(['responders', `${member}/${name}`], value))
  }
  return writes
})

/** A line of the timeline. */
export const addNote = defineEdit(z.strictObject({ text: text() }), (record: IncidentRecord, input, ctx): Write[] => [
  appendLog(['timeline'], INCIDENT_FIELDS.timeline, record.timeline, input, ctx),
])

export const callService = defineEdit(
  z.strictObject({
    service: z.enum(SERVICES),
    calledAt: clearable(time),
    reference: clearable(label(100)),
    note: clearable(text(1_000)),
  }),
  (record: IncidentRecord, input, ctx): Write[] => {
    const calledAt = timeValue(input.calledAt, 'calledAt', ctx) ?? ctx.now
    return [
      appendLog(['servicesCalled'], INCIDENT_FIELDS.servicesCalled, record.servicesCalled, { ...input, calledAt }, ctx),
    ]
  },
)

const AffectedConsent = z.strictObject({
  givenBy: label().nullish(),
  followUp: z.boolean().default(false),
  publicEvent: z.boolean().default(false),
  share: z.boolean().default(false),
} satisfies Record<AffectedUse | 'givenBy', z.ZodType>)

/** Somebody affected, under the next free alias; no name is asked for or kept. */
export const addAffected = defineEdit(
  z.strictObject({ wants: text(1_000).nullish(), consent: AffectedConsent.optional() }),
  (record: IncidentRecord, input, ctx): Write[] => {
    const field = INCIDENT_FIELDS.peopleAffected
    const taken = new Set(Object.values(record.peopleAffected).map((one) => one.alias))
    let number = 0
    while (taken.has(aliasOf(number))) number++
    const entry = ctx.newId()
    const added = addEntry(
      ['peopleAffected'],
      field,
      record.peopleAffected,
      { alias: aliasOf(number), wants: input.wants, createdAt: ctx.now },
      entry,
    )
    if (input.consent === undefined) return [added]
    const consented = { ...input.consent, givenAt: ctx.now }
    return [added, appendLog(['peopleAffected', entry, 'consentLog'], field.fields.consentLog, {}, consented, ctx)]
  },
)

/** What somebody affected wants or agrees to now. */
export const editAffected = defineEdit(
  z.strictObject({
    person: id,
    wants: clearable(text(1_000)),
    consent: AffectedConsent.optional(),
    archived: z.boolean().optional(),
  }),
  (record: IncidentRecord, input, ctx): Write[] => {
    const field = INCIDENT_FIELDS.peopleAffected
    const person = requireEntry(record.peopleAffected, input.person, 'person affected')
    const at = ['peopleAffected', input.person]
    const archivedAt = input.archived === undefined ? undefined : input.archived ? ctx.now : null
    const consent =
      input.consent === undefined
        ? []
        : [
            appendLog(
              [...at, 'consentLog'],
              field.fields.consentLog,
              person.consentLog,
              { ...input.consent, givenAt: ctx.now },
              ctx,
            ),
          ]
    return [...fieldWrites(field.fields, person, { wants: input.wants, archivedAt }, at), ...consent]
  },
)

/** "Person A" to "Person Z", then "Person AA" and on. */
export function aliasOf(number: number): string {
  let letters = ''
  for (let left = number; left >= 0; left = Math.floor(left / 26) - 1)
    letters = String.fromCharCode(65 + (left % 26)) + letters
  return `Person ${letters}`
}
