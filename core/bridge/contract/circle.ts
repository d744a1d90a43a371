import { z } from 'zod'

import { EntryId, Id, query } from './parts.ts'

/** Who is to be called first, and what stands against it. `tel` is E.164. */
const Post = z.strictObject({
  person: z.string().nullable(),
  tel: z.string().nullable(),
  lacks: z.enum(['nobody', 'left', 'no-number']).nullable(),
})

const Circle = z.strictObject({
  id: EntryId,
  name: z.string(),
  /** Person ids of its current members. */
  members: z.array(z.string()),
  pointContact: Post,
  backUp: Post,
  /** Of its members, those without a buddy. */
  alone: z.array(z.string()),
  /** Pairs that would leave nobody alone, with the routes and languages that both have. */
  suggestions: z.array(
    z.strictObject({
      first: z.string(),
      second: z.string(),
      routes: z.array(EntryId),
      lang: z.array(z.string()),
    }),
  ),
  /** Person ids of those who are asked when the circle does not answer a call. */
  escalatesTo: z.array(z.string()),
})

const Team = z.strictObject({
  id: EntryId,
  skill: z.string(),
  /** Person ids of the members who have the skill, case and accents aside. */
  members: z.array(z.string()),
  pointContact: Post,
  backUp: Post,
})

/** Circles as groups of people. What they are made of stands in the network's record and is changed by `record:act`. */
export const circleContract = {
  /** Circles and specialist teams that are not put away, in the order they were made. */
  'circle:list': query(
    z.strictObject({ network: Id }),
    z.strictObject({
      circles: z.array(Circle),
      teams: z.array(Team),
      /** From the sending of a call until it is repeated, goes to the back-ups, and the phone tree is called. */
      escalationMinutes: z.array(z.number()),
    }),
  ),
} as const
