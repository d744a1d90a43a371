import { z } from 'zod'

import { command, Id, query, Time } from './parts.ts'

/** A device's key in one network: 32 bytes as lower-case hexadecimal. */
export const DeviceId = z.string().regex(/^[0-9a-f]{64}$/)

const Device = z.strictObject({
  id: DeviceId,
  /** Short form of its key. */
  fingerprint: z.string(),
  /** Whether it is this one. */
  here: z.boolean(),
  state: z.enum(['current', 'removed', 'left']),
  /** How it came in: as the person's first, by a code of theirs, or by their printed recovery key. */
  by: z.enum(['first', 'code', 'recovery-key']),
  connected: z.boolean(),
  /** By the clock of the device that let it in. */
  joinedAt: Time,
  /** When this one last exchanged anything with it; absent when never. */
  lastExchangeAt: Time.optional(),
})

/** The computers of one person in a network. A new one is let in by an invite with `ownDevice`. */
export const deviceContract = {
  /** In order of joining. Without `person`, one's own. */
  'device:list': query(
    z.strictObject({ network: Id, person: Id.optional() }),
    z.strictObject({ devices: z.array(Device) }),
  ),
  /**
   * Takes one computer out, a lost one for instance: its person stays. One's own, or as a coordinator anybody's.
   * @throws `domain/not-found`, `domain/forbidden`, `domain/not-allowed-now` for this computer itself, `identity/last-coordinator`,
   *   `sync/not-caught-up`
   */
  'device:remove': command(z.strictObject({ network: Id, device: DeviceId }), z.strictObject({ id: DeviceId })),
} as const
