import { z } from 'zod'

import { label } from '../../input/fields.ts'
import { INCIDENT_FIELDS, NONE_WANTED, type IncidentRecord } from '../../records/incident.ts'
import type { Write } from '../../write.ts'
import { archive, decideFlag, flag } from '../common.ts'
import { defineEdit, fieldWrites } from '../edit.ts'
import { addAttachment, editAttachment } from './attachments.ts'
import { editIncident } from './create.ts'
import { move, verify } from './lifecycle.ts'
import { addAffected, addNeed, addNote, callService, editAffected, moveNeed, respond } from './people.ts'

/** Who looks after the people concerned when the incident is over; null for `owner` with `noneWanted` says that nobody should. */
const followUp = defineEdit(
  z.strictObject({ owner: label(120).nullable().default(null), noneWanted: z.boolean().default(false) }),
  (record: IncidentRecord, input): Write[] =>
    fieldWrites(INCIDENT_FIELDS, record, { followUpOwner: input.owner ?? (input.noneWanted ? NONE_WANTED : null) }),
)

/** Everything that can be done to an incident. */
export const incidentEdits = {
  edit: editIncident,
  move,
  verify,
  addNeed,
  moveNeed,
  respond,
  note: addNote,
  addAffected,
  editAffected,
  callService,
  addAttachment,
  editAttachment,
  followUp,
  archive,
  flag,
  decideFlag,
} as const
