import { z } from 'zod'

import { command, Id, Nothing, Passphrase, query, Time } from './parts.ts'

/** A file on this computer, where the engine runs: absolute. */
const File = z.string().min(1).max(4096)

/** One encrypted file with all of the profile in it, behind a passphrase of its own. */
export const backupContract = {
  /** Where on this computer a backup may be kept, and which there are. For the page, which cannot look itself. */
  'backup:places': query(
    Nothing,
    z.strictObject({
      places: z.array(
        z.strictObject({
          kind: z.enum(['disk', 'documents', 'downloads', 'desktop', 'home']),
          folder: File,
          /** Of a disk that was put in. */
          name: z.string().optional(),
        }),
      ),
      /** The newest first, at most 50. */
      found: z.array(z.strictObject({ file: File, at: Time, bytes: z.number().int().nonnegative() })),
    }),
  ),
  /**
   * Replaces an earlier backup of that name, never another file.
   * @throws `identity/passphrase-too-short`, `documents/backup-unwritable`, `documents/disk-full`, `documents/read-only`, `documents/busy`
   */
  'profile:backup': command(
    z.strictObject({ file: File, passphrase: Passphrase }),
    z.strictObject({
      networks: z.number().int(),
      records: z.number().int(),
      /** Of the file. */
      bytes: z.number().int(),
    }),
  ),
  /**
   * Into a profile without networks: all of it. Else what is missing in the networks that both know.
   * @throws `documents/backup-unreadable`, `documents/not-a-backup`, `documents/backup-passphrase`, `documents/backup-damaged`,
   *   `documents/backup-of-others`, `documents/written-by-newer-version` (nothing is changed then), `documents/disk-full`,
   *   `identity/locked`, `identity/passphrase-needed`, `documents/busy`
   */
  'profile:restore': command(
    z.strictObject({
      file: File,
      /** Of the backup. */
      passphrase: Passphrase,
      /** For a profile that is new: becomes its own, once the backup was found to be whole. */
      newPassphrase: Passphrase.optional(),
    }),
    z.strictObject({
      madeAt: Time,
      networks: z.array(
        z.strictObject({
          id: Id,
          name: z.string(),
          /** This computer takes the place of the one that made the backup: that one must not be used any more. */
          isNew: z.boolean(),
          /** Brought back, whole or in part. */
          records: z.number().int(),
          /** Stay erased. */
          erased: z.number().int(),
          /** Changes that the network does not take. */
          refused: z.number().int(),
        }),
      ),
      /** Networks of the backup that this profile is not in. */
      leftOut: z.number().int(),
    }),
  ),
} as const
