import type { CommandOutput } from '../../core/bridge/contract.ts'

type StorageCode = NonNullable<CommandOutput<'sync:status'>['storage']>

const WHY: Readonly<Record<StorageCode, string>> = {
  'documents/disk-full': 'The disk of this computer is full',
  'documents/read-only': 'The profile folder cannot be written to',
  'documents/write-failed': 'The disk of this computer does not take what is written',
}
const TODO: Readonly<Record<StorageCode, string>> = {
  'documents/disk-full': 'Free some space',
  'documents/read-only': 'Check that the folder is yours and that the disk is not write-protected',
  'documents/write-failed': 'Check the disk, and whether it is still connected',
}

/** That nothing can be saved here, what is safe and what to do; in one line. */
export function storageText(code: StorageCode): string {
  return `${WHY[code]}: nothing new is saved here, and what the others send stays with them. What was saved is safe. ${TODO[code]}; Muster then goes on by itself.`
}

/** The event that says so, or that all is well again. */
export function storageEventText({ code }: { readonly code?: StorageCode | undefined }): string {
  return code === undefined ? 'What is written is saved again.' : storageText(code)
}
