import { z } from 'zod'

import { command, Nothing, Passphrase, query } from './parts.ts'

const ProfileStatus = z.strictObject({
  /** `new`: nothing was ever kept here; the first passphrase given to `profile:unlock` becomes its own. */
  state: z.enum(['new', 'locked', 'unlocked']),
  /** Of the process that has the profile open. */
  pid: z.number().int().positive(),
  version: z.string(),
  /** False when this process only works on the profile and speaks with nobody. */
  online: z.boolean(),
})

/** The vault: one profile is one person's laptop. */
export const profileContract = {
  'profile:status': query(Nothing, ProfileStatus),
  /** @throws `identity/wrong-passphrase`, each time after a longer delay; `identity/passphrase-too-short` for a new profile */
  'profile:unlock': command(z.strictObject({ passphrase: Passphrase }), ProfileStatus),
  /** Stops the networks, wipes the keys from memory; everything but `profile:status` and `profile:unlock` then says `identity/locked`. */
  'profile:lock': command(Nothing, ProfileStatus),
  'profile:change-passphrase': command(z.strictObject({ current: Passphrase, next: Passphrase }), ProfileStatus),
} as const
