import { z } from 'zod'

import { ATTENTION_KINDS, ATTENTION_LEVELS } from '../../domain/attention/attention.ts'
import { Id, query, Time } from './parts.ts'

/** A time of day by this laptop's clock, `HH:MM`. */
export const TimeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/)

/** Hours in which only what cannot wait makes a sound. `from` later than `to`: over midnight; the two equal: the whole day. */
export const QuietHours = z.strictObject({ on: z.boolean(), from: TimeOfDay, to: TimeOfDay })
export type QuietHours = z.infer<typeof QuietHours>

/** What holds until somebody chooses, and where a choice cannot be read. */
export const DEFAULT_QUIET_HOURS: QuietHours = { on: false, from: '22:00', to: '07:00' }

/** What asks for this person now. */
const Item = z.strictObject({
  network: Id,
  /** Of the record: an alert's; for `journey` a person's, for `nobody-on-call` the network's. */
  id: Id,
  what: z.enum(ATTENTION_KINDS),
  /** `full`: the whole window, when it is unlocked; `sound`: a banner and a sound; `silent`: a line. Quiet hours are in it, the sound switch is not. */
  level: z.enum(ATTENTION_LEVELS),
  since: Time,
  /** To look different everywhere. */
  drill: z.boolean(),
  /** How many further calls of the same author this line stands for. */
  collapsed: z.number().int().positive().optional(),
  /** Person id of whom it comes from, or whom it is about. */
  from: Id.optional(),
})

/** What a thing that rings is told as: no text, no names. */
export const Rang = Item.pick({ network: true, id: true, what: true, level: true, drill: true })

export const attentionContract = {
  /** What asks for this person now, most pressing first, then the newest. Of one network, or of all. */
  'attention:list': query(
    z.strictObject({ network: Id.optional() }),
    z.strictObject({ items: z.array(Item).max(1_000) }),
  ),
} as const
