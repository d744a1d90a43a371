import type { ErrorDetails } from '../../shared/errors.ts'
import { KEPT, text, UNCHANGED, type WordingOf } from './words.ts'

const FREE = 'Run the command again. If it happens again, export the log and ask for help.'

/** Of the app itself, its bridge and its command line. */
export const appWording: WordingOf<'shared' | 'bridge' | 'cli'> = {
  'shared/aborted': () => text('This was stopped before it was done.', KEPT, 'Start it again when you are ready.'),
  'shared/timed-out': () =>
    text('This took too long, so Muster stopped waiting.', KEPT, 'Try again, or allow more time with --timeout.'),
  'shared/internal': () => text('Something went wrong inside Muster.', KEPT, FREE),

  'bridge/unknown-command': () =>
    text(
      'The running Muster does not know this command.',
      UNCHANGED,
      'It may be an older version: stop it and start it again.',
    ),
  'bridge/malformed-call': () =>
    text(
      'The running Muster did not understand the request.',
      UNCHANGED,
      'It may be another version: stop it and start it again.',
    ),
  'bridge/too-many-calls': () =>
    text('Too many things were asked at once.', UNCHANGED, 'Wait for the others to finish and try again.'),
  'bridge/disconnected': () =>
    text(
      'The running Muster stopped before it answered.',
      KEPT + ' The last command may or may not have been carried out.',
      'Start it again and check.',
    ),

  'cli/usage': (details) =>
    text(
      String(details['sentence'] ?? 'The command is not complete or not known.'),
      UNCHANGED,
      'See: muster --help, or --help after any command.',
    ),
  'cli/file-unreadable': (details) =>
    text(file(details, 'cannot be read'), UNCHANGED, 'Check its name and that it is yours.'),
  'cli/file-unwritable': (details) =>
    text(
      file(details, 'cannot be written'),
      'An invite that was made stays valid; see: muster invite list.',
      'Check the folder and choose another name.',
    ),
}

function file(details: ErrorDetails, problem: string): string {
  return typeof details['file'] === 'string' ? `The file ${details['file']} ${problem}.` : `The file ${problem}.`
}
