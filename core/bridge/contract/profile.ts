import { z } from 'zod'

import { QuietHours } from './attention.ts'
import { AUTO_LOCK_MINUTES } from './auto-lock.ts'
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

/** What the person at this laptop chose; kept sealed in the profile, told to nobody else. */
export const Preferences = z.strictObject({
  /** Without anybody at the window or the laptop; 0: never. A headless peer has no window and does not lock by itself. */
  autoLockMinutes: z.literal(AUTO_LOCK_MINUTES),
  quietHours: QuietHours,
  /** Whether calls make a sound on this laptop; they are shown either way. */
  sound: z.boolean(),
  /** Whether single keys (1, 2, 3) answer a call (WCAG 2.1.4: they can be switched off). */
  singleKeys: z.boolean(),
})

/** What is chosen anew; the rest stays as it is. */
const Choice = Preferences.partial().refine((it) => Object.values(it).some((value) => value !== undefined))

/** The vault: one profile is one person's laptop. */
export const profileContract = {
  'profile:status': query(Nothing, ProfileStatus),
  /** @throws `identity/wrong-passphrase`, each time after a longer delay; `identity/passphrase-too-short` for a new profile */
  'profile:unlock': command(z.strictObject({ passphrase: Passphrase }), ProfileStatus),
  /** Stops the networks, wipes the keys from memory; everything but `profile:status` and `profile:unlock` then says `identity/locked`. */
  'profile:lock': command(Nothing, ProfileStatus),
  /** @throws `identity/locked` */
  'profile:preferences': query(Nothing, Preferences),
  /** Durable when answered; every window of the profile hears `preferences:changed`. @throws `identity/locked` */
  'profile:set-preferences': command(Choice, Preferences),
  'profile:change-passphrase': command(z.strictObject({ current: Passphrase, next: Passphrase }), ProfileStatus),
} as const
