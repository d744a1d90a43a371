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
})

/** Circles as groups of people. What they are made of stands in the network's record and is changed by `record:act`. */
export const circleContract = {
  /** Circles that are not put away, in the order they were made. */
  'circle:list': query(z.strictObject({ network: Id }), z.strictObject({ circles: z.array(Circle) })),
} as const
