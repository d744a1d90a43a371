import { z } from 'zod'

import { id, label, whole } from '../../input/fields.ts'
import { INCIDENT_FIELDS, type IncidentRecord } from '../../records/incident.ts'
import type { Write } from '../../write.ts'
import { addEntry, defineEdit, fieldWrites, requireEntry } from '../edit.ts'

const MIME_TYPES = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'] as const

/** What is known of a file that was re-encoded on import; the bytes are kept elsewhere. It has no file name. */
export const addAttachment = defineEdit(
  z.strictObject({
    mime: z.enum(MIME_TYPES),
    bytes: whole(0, 50_000_000),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    width: whole(1, 20_000).optional(),
    height: whole(1, 20_000).optional(),
    alt: label(500),
    redacted: z.boolean().default(false),
  }),
  (record: IncidentRecord, input, ctx): Write[] => [
    addEntry(
      ['attachments'],
      INCIDENT_FIELDS.attachments,
      record.attachments,
      { ...input, createdAt: ctx.now, createdBy: ctx.by },
      ctx.newId(),
    ),
  ],
)

export const editAttachment = defineEdit(
  z.strictObject({ attachment: id, alt: label(500).optional(), archived: z.boolean().optional() }),
  (record: IncidentRecord, input, ctx): Write[] => {
    const attachment = requireEntry(record.attachments, input.attachment, 'attachment')
    const archivedAt = input.archived === undefined ? undefined : input.archived ? ctx.now : null
    return fieldWrites(INCIDENT_FIELDS.attachments.fields, attachment, { alt: input.alt, archivedAt }, [
      'attachments',
      input.attachment,
    ])
  },
)
