import { z } from 'zod'

import { JOURNEY_STAGES, JOURNEY_STATES } from '../../domain/records/duty/journey.ts'
import { command, Done, EntryId, Id, query, Time } from './parts.ts'

const ofNetwork = { network: Id }
const Entry = z.strictObject({ /** Of the network. */ id: Id, entry: EntryId.optional() })
/** ISO 8601 or milliseconds; the domain reads it. */
const When = z.union([z.string().max(40), z.number()])
const Note = z.string().trim().min(1).max(1_000)

const Shift = z.strictObject({
  person: Id,
  name: z.string(),
  since: Time,
  /** Absent: until they hand over. */
  until: Time.optional(),
})

/** Who is on call, so that somebody always is: a shift ends with a hand-over, else every laptop says that nobody is on call. */
export const dutyContract = {
  'duty:show': query(
    z.strictObject(ofNetwork),
    z.strictObject({
      /** `never`: nobody was ever on call here; `overdue`: shifts ran out without a hand-over; `nobody`: the last ended. */
      state: z.enum(['never', 'on-call', 'overdue', 'nobody']),
      onCall: z.array(Shift),
      overdue: z.array(Shift),
      since: Time.optional(),
      /** What was last said at a hand-over or an end. */
      note: z.strictObject({ person: Id, name: z.string(), at: Time, text: z.string() }).optional(),
    }),
  ),
  /** `person`: somebody else who asked for it. */
  'duty:start': command(z.strictObject({ ...ofNetwork, person: Id.optional(), until: When.optional() }), Entry),
  /** @throws `domain/not-allowed-now` with `not-on-call` */
  'duty:hand-over': command(
    z.strictObject({ ...ofNetwork, to: Id, person: Id.optional(), until: When.optional(), note: Note.optional() }),
    Entry,
  ),
  /** Nobody takes over. @throws `domain/not-allowed-now` with `not-on-call` */
  'duty:end': command(z.strictObject({ ...ofNetwork, person: Id.optional(), note: Note.optional() }), Entry),
} as const

/** Being under way on a route of a circle; buddies, then the point contact, are asked about who does not arrive. */
export const journeyContract = {
  /** The present or last journey of every member who made one. Nothing is kept of earlier ones. */
  'journey:list': query(
    z.strictObject(ofNetwork),
    z.strictObject({
      journeys: z.array(
        z.strictObject({
          person: Id,
          name: z.string(),
          you: z.boolean(),
          circle: EntryId,
          route: EntryId,
          /** As they are called now; absent where they are gone. */
          circleName: z.string().optional(),
          routeName: z.string().optional(),
          startedAt: Time,
          dueAt: Time,
          /** Minutes. */
          grace: z.number().int().positive(),
          state: z.enum(JOURNEY_STATES),
          at: Time,
          /** Whom the timer asks now; null unless under way. */
          stage: z.enum(JOURNEY_STAGES).nullable(),
          /** Person ids: their buddies in that circle, and its point contact. */
          buddies: z.array(Id),
          pointContact: Id.optional(),
        }),
      ),
    }),
  ),
  /** `minutes` until arrival: without them, the circle's or the network's check-in time. @throws `domain/not-found`, `domain/not-allowed-now` */
  'journey:start': command(
    z.strictObject({
      ...ofNetwork,
      circle: EntryId,
      route: EntryId,
      minutes: z.number().int().min(1).max(1440).optional(),
    }),
    Done,
  ),
  /** @throws `domain/not-allowed-now` with `no-journey` */
  'journey:arrive': command(z.strictObject(ofNetwork), Done),
  'journey:needs-help': command(z.strictObject(ofNetwork), Done),
} as const
