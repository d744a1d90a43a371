import { z } from 'zod'

import { clearable, id, label, language, many, time } from '../../input/fields.ts'
import { MEMBER_FIELDS, type MemberRecord } from '../../records/member.ts'
import type { Write } from '../../write.ts'
import { archive, createdWrites, requireSomething, timeValue } from '../common.ts'
import { addEntry, defineEdit, fieldWrites, put } from '../edit.ts'
import { journeyEdits } from './journey.ts'
import { requireOwn } from './own.ts'

const optional = { skills: many(label(64), 100).optional(), lang: many(language, 30).optional() }
export const MemberInput = z.strictObject({ person: id, displayName: label(120), ...optional })
export const MemberPatch = z.strictObject({ displayName: label(120).optional(), ...optional })

export const createMember = defineEdit(MemberInput, (record: MemberRecord, input, ctx): Write[] => [
  ...fieldWrites(MEMBER_FIELDS, record, input),
  ...createdWrites(ctx),
])

export const memberEdits = {
  edit: defineEdit(MemberPatch, (record: MemberRecord, patch): Write[] => {
    requireSomething(patch)
    return fieldWrites(MEMBER_FIELDS, record, patch)
  }),
  addTraining: defineEdit(
    z.strictObject({ name: label(), at: clearable(time), expiresAt: clearable(time) }),
    (record: MemberRecord, input, ctx): Write[] => [
      addEntry(
        ['training'],
        MEMBER_FIELDS.training,
        record.training,
        {
          name: input.name,
          at: timeValue(input.at, 'at', ctx),
          expiresAt: timeValue(input.expiresAt, 'expiresAt', ctx),
        },
        ctx.newId(),
      ),
    ],
  ),
  /** The person's own words for one of their devices; `lost` marks it as gone. */
  nameDevice: defineEdit(
    z.strictObject({ device: id, label: label(120).optional(), lost: z.boolean().optional() }),
    (record: MemberRecord, input, ctx): Write[] => {
      const at = (name: string): string[] => ['devices', `${input.device}/${name}`]
      const known = Object.hasOwn(record.devices, input.device)
      return [
        ...(input.label === undefined ? [] : [put(at('label'), input.label)]),
        ...(input.lost === undefined ? [] : [put(at('lostAt'), input.lost ? ctx.now : null)]),
        ...(known ? [] : [put(at('addedAt'), ctx.now)]),
      ]
    },
  ),
  /** @throws MeshError `domain/forbidden` for somebody else */
  acceptSafetyAgreement: defineEdit(z.strictObject({}), (record: MemberRecord, _input, ctx): Write[] => {
    requireOwn(record, ctx)
    return [put(['safetyAgreementAt'], ctx.now)]
  }),
  ...journeyEdits,
  archive,
} as const
