import { z } from 'zod'

import { clearable, email, id, impp, label, language, many, telephone, text, time } from '../input/fields.ts'
import { invalidInput } from '../input/invalid.ts'
import { normaliseTel } from '../input/phone.ts'
import { CONTACT_FIELDS, type ContactRecord } from '../records/contact.ts'
import type { EditContext, Write } from '../write.ts'
import { archive, createdWrites, decideFlag, flag, requireSomething, timeValue } from './common.ts'
import { appendLog, defineEdit, fieldWrites } from './edit.ts'

const ConsentInput = z.strictObject({
  givenBy: label().nullish(),
  givenAt: time.nullish(),
  phoneTree: z.boolean().default(false),
  print: z.boolean().default(false),
  linkedNetworks: z.boolean().default(false),
  expiresAt: time.nullish(),
})

const optional = {
  tel: many(telephone, 20).optional(),
  email: many(email, 20).optional(),
  impp: many(impp, 20).optional(),
  lang: many(language, 30).optional(),
  role: many(label(64)).optional(),
  bestTimes: clearable(label()),
  emergencyContact: clearable(label()),
  accessNeeds: clearable(text(500)),
  circle: clearable(id),
  member: clearable(id),
  consent: ConsentInput.optional(),
}

/** A new contact card: only `fn` is required. */
export const ContactInput = z.strictObject({ fn: label(), ...optional })
/** Fields to change; null clears one, a list replaces the whole list. */
export const ContactPatch = z.strictObject({ fn: label().optional(), ...optional })
type Input = z.output<typeof ContactPatch>

function cardWrites(record: ContactRecord, input: Input, ctx: EditContext): Write[] {
  const { consent, tel, ...rest } = input
  const numbers = tel?.map((number, at) => normaliseTel(number, `tel.${at}`, ctx))
  return [
    ...fieldWrites(CONTACT_FIELDS, record, { ...rest, tel: numbers }),
    ...(consent === undefined ? [] : [consentWrite(record, consent, ctx)]),
  ]
}

function consentWrite(record: ContactRecord, consent: z.output<typeof ConsentInput>, ctx: EditContext): Write {
  const givenAt = timeValue(consent.givenAt, 'consent.givenAt', ctx) ?? ctx.now
  const expiresAt = timeValue(consent.expiresAt, 'consent.expiresAt', ctx)
  if (typeof expiresAt === 'number' && expiresAt < givenAt) throw invalidInput('consent.expiresAt', 'ends-before-start')
  return appendLog(
    ['consentLog'],
    CONTACT_FIELDS.consentLog,
    record.consentLog,
    { ...consent, givenAt, expiresAt },
    ctx,
  )
}

export const createContact = defineEdit(ContactInput, (record: ContactRecord, input, ctx): Write[] => [
  ...cardWrites(record, input, ctx),
  ...createdWrites(ctx),
])

export const contactEdits = {
  edit: defineEdit(ContactPatch, (record: ContactRecord, patch, ctx): Write[] => {
    requireSomething(patch)
    return cardWrites(record, patch, ctx)
  }),
  /** Records what the person agreed to, in place of earlier statements. */
  consent: defineEdit(ConsentInput, (record: ContactRecord, consent, ctx): Write[] => [
    consentWrite(record, consent, ctx),
  ]),
  archive,
  flag,
  decideFlag,
} as const
