import { z } from 'zod'

import { clearable, id, label, many, text, whole } from '../../input/fields.ts'
import { invalidInput } from '../../input/invalid.ts'
import {
  ALERT_FIELDS,
  EXPIRY_MINUTES,
  MAX_HEADLINE,
  MAX_INSTRUCTION,
  type AlertContent,
  type AlertRecord,
} from '../../records/alert/alert.ts'
import { firstSending, shownVersion } from '../../records/alert/standing.ts'
import { ALERT_STATUSES, AUDIENCES, CERTAINTIES, HELP_KINDS, SEVERITIES, URGENCIES } from '../../records/words.ts'
import { newestOf } from '../../states/causal-log.ts'
import type { EditContext, Json, Write } from '../../write.ts'
import { createdWrites, requireSomething } from '../common.ts'
import { appendLog, defineEdit, fieldWrites } from '../edit.ts'
import { settledAudience } from './audience.ts'
import { notNow } from './refusals.ts'

const NeedInput = z.strictObject({ role: label(64).nullish(), count: whole(1, 1_000) })
const AudienceInput = z.strictObject({ scope: z.enum(AUDIENCES), of: label(64).nullish() })

const optional = {
  status: z.enum(ALERT_STATUSES).optional(),
  audience: AudienceInput.optional(),
  urgency: clearable(z.enum(URGENCIES)),
  severity: clearable(z.enum(SEVERITIES)),
  certainty: clearable(z.enum(CERTAINTIES)),
  instruction: clearable(text(MAX_INSTRUCTION)),
  area: clearable(label()),
  minutes: whole(EXPIRY_MINUTES.least, EXPIRY_MINUTES.most).optional(),
  /** How many are asked for; without a role, anybody. */
  need: many(NeedInput, 20).optional(),
}

/** A draft: what it is about, what sort of help, and one line. */
export const AlertInput = z.strictObject({
  about: z.strictObject({ kind: z.enum(['incident', 'plan']), id }),
  /** The alert that this one updates. */
  references: id.optional(),
  kind: z.enum(HELP_KINDS),
  headline: label(MAX_HEADLINE),
  ...optional,
})
const AlertPatch = z.strictObject({
  kind: z.enum(HELP_KINDS).optional(),
  headline: label(MAX_HEADLINE).optional(),
  ...optional,
})
type Patch = z.output<typeof AlertPatch>

/**
 * A draft. What is not said is taken from the incident or plan: urgency, severity, certainty and the place. Without an audience it is
 * for the sender's own circle.
 */
export const createAlert = defineEdit(
  AlertInput,
  (record: AlertRecord, { about, references, ...patch }, ctx): Write[] => {
    const facts = ctx.alerts?.about(about)
    const blank: AlertContent = {
      status: 'Actual',
      kind: patch.kind,
      headline: patch.headline,
      audience: { scope: 'circle', of: null },
      urgency: known(URGENCIES, facts?.urgency),
      severity: known(SEVERITIES, facts?.severity),
      certainty: known(CERTAINTIES, facts?.certainty),
      instruction: null,
      area: facts?.area ?? null,
      minutes: EXPIRY_MINUTES.usual,
      need: {},
    }
    return [
      ...fieldWrites(ALERT_FIELDS, record, { about, references }),
      versionWrite(record, patched(blank, patch, ctx), ctx),
      ...createdWrites(ctx),
    ]
  },
)

/** Changes a draft: a new version, for which nobody has confirmed anything yet. @throws MeshError `domain/not-allowed-now` once it is sent */
export const editAlert = defineEdit(AlertPatch, (record: AlertRecord, patch, ctx): Write[] => {
  requireSomething(patch)
  const { content } = requireDraft(record)
  const { by: _by, at: _at, after: _after, ...before } = content
  const after = patched(before, patch, ctx)
  const same = JSON.stringify(after) === JSON.stringify(before) && newestOf(record.versions).length === 1
  return same ? [] : [versionWrite(record, after, ctx)]
})

/** The version that a draft stands at. @throws MeshError `domain/not-allowed-now` once it is sent, `domain/invalid-input` where nothing can be read */
export function requireDraft(record: AlertRecord): NonNullable<ReturnType<typeof shownVersion>> {
  if (firstSending(record) !== undefined) throw notNow('sent')
  const version = shownVersion(record)
  if (version === undefined) throw invalidInput('headline', 'missing')
  return version
}

function patched(before: AlertContent, patch: Patch, ctx: EditContext): AlertContent {
  const { audience, need, ...rest } = Object.fromEntries(
    Object.entries(patch).filter(([, value]) => value !== undefined),
  ) as Patch
  const given = audience === undefined ? before.audience : { scope: audience.scope, of: audience.of ?? null }
  return {
    ...before,
    ...(rest as Partial<AlertContent>),
    audience: given === null ? null : checkedAudience(given, ctx),
    need: need === undefined ? before.need : needEntries(need),
  }
}

function needEntries(need: readonly z.output<typeof NeedInput>[]): AlertContent['need'] {
  const roles = need.map(({ role }) => role ?? null)
  if (new Set(roles).size !== roles.length) throw invalidInput('need', 'malformed')
  return Object.fromEntries(
    need.map(({ role, count }, at) => [String(at).padStart(2, '0'), { role: role ?? null, count }]),
  )
}

function checkedAudience(
  audience: NonNullable<AlertContent['audience']>,
  ctx: EditContext,
): NonNullable<AlertContent['audience']> {
  const people = ctx.alerts?.people()
  const { scope, of } = audience
  if (scope === 'specialists' && of === null) throw invalidInput('audience.of', 'missing')
  if ((scope === 'network' || scope === 'verifiers') && of !== null) throw invalidInput('audience.of', 'unknown-field')
  if (scope === 'circle' && of !== null && people?.circles.every(({ id: circle }) => circle !== of) === true)
    throw invalidInput('audience.of', 'not-in-list')
  return settledAudience(audience, people)
}

function versionWrite(record: AlertRecord, content: AlertContent, ctx: EditContext): Write {
  return appendLog(['versions'], ALERT_FIELDS.versions, record.versions, { ...content, need: storedNeed(content) }, ctx)
}

function storedNeed({ need }: AlertContent): Json {
  return Object.fromEntries(
    Object.entries(need).map(([key, { role, count }]) => [key, role === null ? { count } : { role, count }]),
  )
}

function known<const W extends string>(words: readonly W[], word: string | null | undefined): W | null {
  return words.find((one) => one === word) ?? null
}
