import { z } from 'zod'

import { command, Id, Passphrase } from './parts.ts'

const count = z.number().int().nonnegative()

/** Looking after what is stored on this computer. Nothing that is written in a record is told. */
export const doctorContract = {
  /**
   * Reads every row of the profile, makes anew what is derived, and says what is lost here. Locked, it also looks at the
   * files as they are, makes a damaged one anew from what can be read in it, and keeps the damaged one aside.
   * @throws `identity/no-profile`, `identity/passphrase-needed`, `identity/wrong-passphrase`, `documents/written-by-newer-version`,
   *   `documents/disk-full`, `documents/read-only`, `documents/busy`, and why the profile cannot be opened
   */
  'doctor:check': command(
    z.strictObject({ /** While it is locked. */ passphrase: Passphrase.optional() }),
    z.strictObject({
      /** Nothing is lost, and nothing had to be made anew. */
      sound: z.boolean(),
      files: z.array(
        z.strictObject({
          file: z.enum(['vault', 'store']),
          /** `damaged`: it hangs together badly and is only made anew while nobody has it open. `lost`: nothing in it can be read. */
          state: z.enum(['sound', 'rebuilt', 'damaged', 'lost']),
          /** The end of what was written last is gone. */
          lostTail: z.boolean(),
          /** Name of the damaged file that was kept, in the folder of the profile. */
          keptAs: z.string().optional(),
        }),
      ),
      networks: z.array(
        z.strictObject({
          id: Id,
          name: z.string(),
          records: count,
          changes: count,
          /** Records that are damaged or gone here, and come back from others when they meet. */
          fromOthers: count,
          /** Records of which something was made anew. */
          rebuilt: count,
          listsRebuilt: z.boolean(),
          /** Whether records of who belongs to the network are missing; others send them again. */
          membershipMissing: z.boolean(),
        }),
      ),
    }),
  ),
} as const
