import { KEPT, text, UNCHANGED, type WordingOf } from './words.ts'

/** Of what is stored. */
export const documentsWording: WordingOf<'documents'> = {
  'documents/corrupt': () =>
    text(
      'A stored record is damaged.',
      'The rest is untouched, and the others in your network still have theirs.',
      'It is fetched again from the others when you meet. If it happens again, check the disk.',
    ),
  'documents/written-by-newer-version': () =>
    text('This was written by a newer Muster.', 'It was left untouched.', 'Update Muster on this computer.'),
  'documents/disk-full': () =>
    text(
      'The disk is full, so this could not be saved.',
      'Everything saved before is safe. The last change is not saved.',
      'Free some space and do it again.',
    ),
  'documents/read-only': () =>
    text(
      'Muster cannot write to its profile folder.',
      'Everything saved before is safe. The last change is not saved.',
      'Check that the folder is yours and that the disk is not write-protected.',
    ),
  'documents/unreadable': () =>
    text(
      'The stored records cannot be read.',
      'The file was left as it is.',
      'Check the disk, restore the folder from a backup, or join again with a new profile.',
    ),
  'documents/write-failed': () =>
    text(
      'The disk did not take what was written.',
      'Everything saved before is safe. The last change is not saved.',
      'Check the disk, and whether it is still connected; then do it again.',
    ),
  'documents/unsound': () =>
    text(
      'This record arrived in a form that cannot be used.',
      'It was set aside. Nothing else is affected.',
      'Tell the person who wrote it; they may need to write it again.',
    ),
  'documents/busy': () => text('Muster is busy with other changes.', KEPT, 'Try again in a moment.'),
  'documents/forged': () =>
    text(
      'A change arrived that was not made by who it says.',
      'It was refused. Nothing else is affected.',
      'Tell a coordinator: someone may be tampering.',
    ),
  'documents/out-of-sequence': () =>
    text(
      'Changes from one computer arrived that contradict each other.',
      'They were set aside. Nothing else is affected.',
      'Tell a coordinator: a profile may have been copied.',
    ),
  'documents/missing-dependencies': () =>
    text(
      'An earlier change has not arrived yet.',
      'Nothing is lost: it is asked for again.',
      'Stay connected with the others for a moment.',
    ),
  'documents/not-a-backup': () =>
    text('That file is not a backup made by Muster.', UNCHANGED, 'Choose the file that Muster wrote as a backup.'),
  'documents/backup-damaged': () =>
    text(
      'That backup is damaged or not complete.',
      UNCHANGED,
      'Use another backup, or copy this one again from where it was kept.',
    ),
  'documents/backup-passphrase': () =>
    text(
      'That passphrase does not open this backup.',
      UNCHANGED,
      'It is the one that was chosen for this backup, which may not be that of the profile. Nobody can reset it.',
    ),
  'documents/backup-of-others': () =>
    text(
      'That backup is of other networks than those of this profile.',
      UNCHANGED,
      'Restore it into a new profile: name an empty folder with --profile.',
    ),
  'documents/backup-unreadable': () =>
    text('The backup cannot be read.', UNCHANGED, 'Check its name, that it is yours, and that the disk is connected.'),
  'documents/backup-unwritable': ({ reason }) =>
    text(
      reason === 'taken'
        ? 'Another file has that name, and it is no backup.'
        : 'The backup could not be written there.',
      'No backup was made. Everything that was saved here is still here.',
      'Choose another name or folder, and check that the disk is connected.',
    ),
}
