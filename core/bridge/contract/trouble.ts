import { z } from 'zod'

import { Id, query, Time } from './parts.ts'

/**
 * What a member's computer did that the others should hear of: `two-stories` it signed two different changes with one number
 * (an altered Muster, or a profile that was copied and runs twice); `broken` it sent changes that no Muster makes; `rules` it
 * broke the rules of the conversation and was cut off; `much` it writes more than people do; `erased` it knows that something is
 * erased and sent it again; `twice` its profile is in use on two computers at once (a copy, or a backup that was restored while
 * the old computer goes on).
 */
export const TroubleKind = z.enum(['two-stories', 'broken', 'rules', 'much', 'erased', 'twice'])

export const troubleContract = {
  /** Who gave trouble, by name, the latest first: since Muster started; `two-stories` for ever. Nobody is removed for it: people decide. */
  'trouble:list': query(
    z.strictObject({ network: Id.optional() }),
    z.strictObject({
      troubles: z.array(
        z.strictObject({
          network: Id,
          person: Id,
          name: z.string(),
          you: z.boolean(),
          /** First 8 hexadecimal digits of the device key. */
          device: z.string().regex(/^[0-9a-f]{8}$/),
          what: TroubleKind,
          /** How often; of `much`, changes within the last ten minutes. */
          count: z.number().int().nonnegative(),
          /** The last time; absent when that was before this start. */
          at: Time.optional(),
        }),
      ),
    }),
  ),
} as const
