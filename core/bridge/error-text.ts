import type { InputReason } from '../domain/input/invalid.ts'
import type { ErrorCode, ErrorDetails, WireError } from '../shared/errors.ts'

/** What the person at the laptop reads: what happened, what is safe, what to do. */
export interface ErrorText {
  readonly what: string
  readonly safe: string
  readonly todo: string
}

const KEPT = 'Everything that was saved here is still here.'
const UNCHANGED = 'Nothing was changed.'
const NOT_JOINED = 'Nothing was changed on this computer, and nobody has learned anything from it.'
const ASK_INVITE = 'Ask the person who invited you for a new invite.'
const FREE = 'Run the command again. If it happens again, export the log and ask for help.'

/** A code without wording does not compile. English; no jargon. */
const TEXT: Record<ErrorCode, (details: ErrorDetails) => ErrorText> = {
  'shared/aborted': () => text('This was stopped before it was done.', KEPT, 'Start it again when you are ready.'),
  'shared/timed-out': () =>
    text('This took too long, so Muster stopped waiting.', KEPT, 'Try again, or allow more time with --timeout.'),
  'shared/internal': () => text('Something went wrong inside Muster.', KEPT, FREE),

  'domain/invalid-input': (details) =>
    text(invalidInput(details), UNCHANGED, 'Correct that field and try again. --help shows what each one takes.'),
  'domain/not-found': () =>
    text(
      'There is nothing with that id here.',
      UNCHANGED,
      'Check the id with the list command. It may not have reached this computer yet.',
    ),
  'domain/forbidden': () =>
    text('You are not allowed to do this here.', UNCHANGED, 'Ask a coordinator of the network.'),
  'domain/not-allowed-now': (details) =>
    text(notNow(details), UNCHANGED, 'Look at the record first: someone else may have moved it on.'),
  'domain/too-large': (details) =>
    text(
      `${where(details)}This is larger than Muster keeps.`,
      UNCHANGED,
      'Shorten the text or split it into several records.',
    ),

  'identity/no-profile': () =>
    text(
      'There is no Muster profile in this folder yet.',
      UNCHANGED,
      'Start a network or join one, or name the folder with --profile.',
    ),
  'identity/passphrase-needed': () =>
    text(
      'Muster needs your passphrase and cannot ask for it here.',
      UNCHANGED,
      'Set MUSTER_PASSPHRASE, use --passphrase-file, or run the command in a terminal.',
    ),
  'identity/wrong-passphrase': () =>
    text(
      'That passphrase does not open this profile.',
      KEPT,
      'Check capital letters and the keyboard language, and try again. Nobody can reset it for you.',
    ),
  'identity/passphrase-too-short': (details) =>
    text(
      'That passphrase is too short to protect anything.',
      UNCHANGED,
      `Use at least ${typeof details['min'] === 'number' ? details['min'] : 8} characters: four or five unrelated words are good and easy to remember.`,
    ),
  'identity/locked': () =>
    text(
      'Muster is locked.',
      'Everything is encrypted on this computer.',
      'Unlock it with your passphrase: muster unlock.',
    ),
  'identity/profile-in-use': () =>
    text(
      'Another Muster already has this profile open.',
      KEPT,
      'Use that one, or close it first. A second one would damage the profile, so it did not start.',
    ),
  'identity/profile-unreadable': () =>
    text(
      'Muster cannot read or write its profile folder.',
      'The folder was left as it is.',
      'Check that the folder exists, that it is yours and that the disk is connected.',
    ),
  'identity/profile-damaged': () =>
    text(
      'A file of this profile is damaged.',
      'It was left untouched, so nothing more is lost. The others in your network still have what you shared.',
      'Restore the folder from a backup, or join again with a new profile.',
    ),
  'identity/written-by-newer-version': () =>
    text('This profile was last used by a newer Muster.', 'It was left untouched.', 'Update Muster on this computer.'),
  'identity/unknown-network': () =>
    text('This profile is in no such network.', UNCHANGED, 'See your networks with: muster network list.'),
  'identity/not-a-coordinator': () =>
    text(
      'Only a coordinator of this network can do this.',
      UNCHANGED,
      'Ask a coordinator. They are marked in: muster member list.',
    ),
  'identity/not-a-member': () =>
    text('That person is not a member of this network now.', UNCHANGED, 'See who is with: muster member list.'),
  'identity/removed': () =>
    text(
      'This computer is not part of the network any more.',
      'What it already holds stays here until you erase it.',
      'If this is a mistake, talk to a coordinator and join again with a new invite.',
    ),
  'identity/last-coordinator': () =>
    text(
      'You are the only coordinator, and a network needs one.',
      UNCHANGED,
      'Make someone else coordinator first: muster member promote.',
    ),
  'identity/invite-malformed': () =>
    text(
      'This is a Muster invite, but it is damaged or not complete.',
      NOT_JOINED,
      'Copy the whole code again, or scan it again..',
    ),
  'identity/invite-foreign': () =>
    text(
      'This is not a Muster invite.',
      NOT_JOINED,
      'A Muster invite begins with MUSTER:. Ask the person who invited you to show it again.',
    ),
  'identity/invite-newer-version': () =>
    text(
      'This invite was made by a newer Muster.',
      NOT_JOINED,
      'Update Muster on this computer, then use the same invite.',
    ),
  'identity/invite-expired': () => text('This invite has expired.', NOT_JOINED, ASK_INVITE),
  'identity/invite-used-up': () =>
    text('This invite has already been used as often as it allows.', NOT_JOINED, ASK_INVITE),
  'identity/invite-revoked': () => text('This invite has been withdrawn.', NOT_JOINED, ASK_INVITE),
  'identity/invite-unknown': () =>
    text(
      'The other computer does not know this invite.',
      NOT_JOINED,
      'It may be from before a change in the network. ' + ASK_INVITE,
    ),
  'identity/invite-unreadable-image': () =>
    text(
      'No invite could be read from this picture.',
      NOT_JOINED,
      'Use a sharper picture with the whole square in it, or paste the code as text.',
    ),
  'identity/already-a-member': () =>
    text(
      'This profile is already in that network.',
      UNCHANGED,
      'Nothing needs doing. Use another --profile to join as someone else.',
    ),
  'identity/join-rejected': () =>
    text('A coordinator has declined this request to join.', NOT_JOINED, 'Talk to the person who invited you.'),
  'identity/approval-pending': () =>
    text(
      'Your request has arrived and waits for a coordinator.',
      'The request is kept; it does no harm to ask again with the same invite.',
      'Ask a coordinator to approve it, then run the same command again.',
    ),
  'identity/wrong-network': () =>
    text(
      'This invite leads to a different network than it says.',
      NOT_JOINED,
      'Do not use it. Ask the person who invited you, in person, for a new one.',
    ),

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

  'sync/protocol-violation': () =>
    text(
      'The other computer sent something that makes no sense.',
      'It was refused. ' + KEPT,
      'Check that everybody uses the same version of Muster.',
    ),
  'sync/message-too-large': () =>
    text(
      'The other computer sent more at once than is allowed.',
      'It was refused. ' + KEPT,
      'Check that everybody uses the same version of Muster.',
    ),
  'sync/other-version': () =>
    text('The other computer runs a Muster that does not understand this one.', KEPT, 'Update the older of the two.'),
  'sync/not-synced': (details) =>
    text(
      notSynced(details),
      'Your changes are saved here and are passed on as soon as someone is connected.',
      'Keep Muster running on the same wifi as the others, and see: muster status.',
    ),

  'network/peer-unreachable': () =>
    text(
      'The other computer does not answer any more.',
      KEPT,
      'It is tried again by itself. Check that both are on the same wifi.',
    ),
  'network/not-a-member': () =>
    text(
      'The other computer does not accept this one as a member.',
      KEPT,
      'Ask a coordinator whether you are still in the network.',
    ),
  'network/port-in-use': () =>
    text('Another program already uses that port.', KEPT, 'Choose another port with --listen, or leave it out.'),
  'network/address-unavailable': () =>
    text(
      'This computer does not have that address.',
      KEPT,
      'Use one of its own addresses with --listen, or leave it out.',
    ),
  'network/nobody-found': () =>
    text(
      "Can't reach the computers of this network.",
      NOT_JOINED,
      'Check that you are on the same wifi and that one of them runs Muster. Some guest wifi blocks computers from seeing each other: use a phone hotspot.',
    ),
  'network/not-running': () =>
    text(
      'Muster is not running on this profile, so it is not in touch with anyone.',
      KEPT,
      'Start it with: muster start. Then run the command again.',
    ),

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

/** Total, also for a code that only a newer engine knows. */
export function errorText(error: Pick<WireError, 'code' | 'details'>): ErrorText {
  return (Object.hasOwn(TEXT, error.code) ? TEXT[error.code] : TEXT['shared/internal'])(error.details)
}

function text(what: string, safe: string, todo: string): ErrorText {
  return { what, safe, todo }
}

/** Rows are counted from 0 in details and from 1 for people. */
function where(details: ErrorDetails): string {
  return typeof details['row'] === 'number' ? `Record ${details['row'] + 1}: ` : ''
}

const REASON: Record<InputReason, string> = {
  missing: 'is missing',
  'unknown-field': 'is not known',
  'wrong-type': 'is not of the right kind',
  empty: 'is empty',
  'too-long': 'is too long',
  'too-many': 'has too many entries',
  'out-of-range': 'is too small or too large',
  'not-in-list': 'is not one of the words it can be',
  malformed: 'is not as it should be',
  'not-a-time': 'is not a date and time, like 2026-12-01T18:00:00Z',
  'zone-missing': 'needs a time zone, like 2026-12-01T18:00:00Z, as the network has none set',
  'unknown-zone': 'is not a time zone that this computer knows, like Europe/Madrid',
  'ends-before-start': 'lies before the beginning',
  'not-a-telephone-number': 'is not a telephone number',
  'country-missing': 'needs its country code, like +34600000001',
  'not-a-language': 'is not a language, like en or es-MX',
  'not-a-recurrence': 'is not a repetition that can be used, like FREQ=WEEKLY',
  'not-a-plus-code': 'is not a full plus code',
  'nothing-to-change': 'brings nothing to change',
}

function invalidInput(details: ErrorDetails): string {
  const { field, reason, allowed } = details
  const subject = typeof field === 'string' && field !== '' ? `the field "${field}"` : 'what was given'
  const known = typeof reason === 'string' && Object.hasOwn(REASON, reason) ? (reason as InputReason) : 'malformed'
  const why = known === 'not-in-list' && typeof allowed === 'string' ? `is not one of: ${allowed}` : REASON[known]
  const sentence = `${where(details)}${subject} ${why}.`
  return sentence.slice(0, 1).toUpperCase() + sentence.slice(1)
}

function notNow({ from, to, possible }: ErrorDetails): string {
  if (typeof from !== 'string' || typeof to !== 'string') return 'This step does not follow from the present state.'
  return `This cannot go from "${from}" to "${to}".${typeof possible === 'string' && possible !== '' ? ` Possible now: ${possible}.` : ''}`
}

function notSynced(details: ErrorDetails): string {
  if (details['connected'] === 0) return 'Nobody else is connected right now.'
  if (typeof details['missing'] === 'number' && details['missing'] > 0)
    return `${details['missing']} of ${String(details['connected'] ?? 'the')} connected people do not have everything yet.`
  return 'Not everybody who is connected has everything yet.'
}

function file(details: ErrorDetails, problem: string): string {
  return typeof details['file'] === 'string' ? `The file ${details['file']} ${problem}.` : `The file ${problem}.`
}
