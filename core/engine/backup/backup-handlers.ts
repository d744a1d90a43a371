import type { Handlers } from '../../bridge/contract.ts'
import { hasVault } from '../../identity/vault/vault.ts'
import { checkPassphrase } from '../../identity/vault/passphrase-key.ts'
import { MeshError } from '../../shared/errors.ts'
import type { EngineAccess } from '../access.ts'
import { backupItems, type BackupCounts } from './backup-items.ts'
import { BackupReader } from './backup-reader.ts'
import { writeBackup } from './backup-writer.ts'
import { backupPlaces } from './places.ts'
import { restoreBackup } from './restore.ts'
import { surveyBackup } from './survey.ts'

/** The profile into one file, and back. One at a time. */
export function backupHandlers(
  engine: EngineAccess,
): Pick<Handlers, 'backup:places' | 'profile:backup' | 'profile:restore'> {
  let isBusy = false
  const alone = async <T>(work: () => Promise<T>): Promise<T> => {
    if (isBusy) throw new MeshError('documents/busy', 'A backup is being written or read already')
    isBusy = true
    try {
      return await work()
    } finally {
      isBusy = false
    }
  }
  const { random } = engine.parts
  const { cost } = engine.options
  return {
    'backup:places': async () => backupPlaces(),
    'profile:backup': ({ file, passphrase }, { signal }) =>
      alone(async () => {
        const counts: BackupCounts = { networks: 0, records: 0 }
        const target = { file, passphrase, random, signal, ...(cost !== undefined && { cost }) }
        const bytes = await writeBackup(backupItems(engine.unlocked, counts), target)
        return { ...counts, bytes }
      }),
    'profile:restore': ({ file, passphrase, newPassphrase }, { signal }) =>
      alone(async () => {
        const isNew = !engine.isUnlocked && !hasVault(engine.options.profileDir)
        if (!isNew) void engine.unlocked
        else if (newPassphrase === undefined)
          throw new MeshError('identity/passphrase-needed', 'No passphrase for the new profile')
        else checkPassphrase(newPassphrase)
        const reader = await BackupReader.open(file, { passphrase, signal })
        try {
          const survey = await surveyBackup(reader, signal)
          if (isNew && newPassphrase !== undefined) await engine.unlock(newPassphrase)
          const done = await restoreBackup(engine.unlocked, { reader, survey, signal })
          return { madeAt: survey.madeAt, ...done }
        } finally {
          await reader.close()
        }
      }),
  }
}
