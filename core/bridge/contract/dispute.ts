import { z } from 'zod'

import { command, Id, query, Time } from './parts.ts'
import { DeviceId } from './device.ts'

const Remover = z.strictObject({
  device: DeviceId,
  fingerprint: z.string(),
  /** Whose computer it is. */
  person: Id,
  name: z.string(),
  /** When it took this computer out, by its own clock. */
  at: Time,
})

const Dispute = z.strictObject({
  /** Who took this computer out; empty while it is in, or where this person did it from another computer of theirs. */
  removers: z.array(Remover),
  /** Whether this person may dispute it: they coordinate. */
  allowed: z.boolean(),
  /** Names of those whose statements against any of them are known here. */
  by: z.array(z.string()),
  /** Those statements as text, to be handed on by whatever way there is; absent while there are none. */
  statement: z.string().optional(),
})

/**
 * Two coordinators who owe office to neither each other nor to what is disputed outweigh a more senior computer that took
 * them out: a stolen one. While they are out, no computer takes anything from them; so what they say travels as text.
 */
export const disputeContract = {
  'dispute:show': query(z.strictObject({ network: Id }), Dispute),
  /**
   * Says that the computers which took this one out are to be out themselves. By itself it changes nothing.
   * @throws `identity/not-a-coordinator`, `domain/not-allowed-now` while this computer is in, `domain/not-found`
   */
  'dispute:make': command(z.strictObject({ network: Id }), Dispute),
  /**
   * Takes statements in, at any computer of the network; passed on to everybody.
   * `waits`: it builds on something that has not come here yet.
   * @throws `identity/statement-malformed`, `identity/unknown-network`
   */
  'dispute:take': command(
    z.strictObject({ statement: z.string().max(300_000) }),
    z.strictObject({
      network: Id,
      /** Names of those who made them. */
      by: z.array(z.string()),
      /** Names of the people whose computers are out by it now. */
      out: z.array(z.string()),
      waits: z.boolean(),
    }),
  ),
} as const
