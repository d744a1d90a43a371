import { KEPT, text, type WordingOf } from './words.ts'

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
}
