import type { ErrorCatalogue } from './error-catalogue.ts'

const UNCHANGED = 'Nothing was changed.'
const KEPT = 'Everything that was saved here is still here.'

/** In the page no commands are typed: these replace wording of core/bridge/error-text.ts that speaks of commands. */
export const errorsEn: Partial<ErrorCatalogue> = {
  'shared/timed-out': ['This took too long, so Muster stopped waiting.', KEPT, 'Try again.'],
  'shared/internal': [
    'Something went wrong inside Muster.',
    KEPT,
    'Try again. If it happens again, export the log under Help and ask for help.',
  ],
  'bridge/unknown-command': [
    'The running Muster does not know this yet.',
    UNCHANGED,
    'It may be an older version: close Muster and start it again.',
  ],
  'bridge/malformed-call': [
    'The running Muster did not understand this.',
    UNCHANGED,
    'It may be another version: close Muster and start it again.',
  ],
  'bridge/disconnected': [
    'Muster stopped before it answered.',
    KEPT + ' The last thing you did may or may not have been carried out.',
    'Start Muster again and check.',
  ],
  'domain/invalid-input': ['Something in this form is not as it should be.', UNCHANGED, 'Correct it and try again.'],
  'domain/not-found': [
    'This is not here.',
    UNCHANGED,
    'It may not have reached this computer yet, or it has been erased. Go back to the list.',
  ],
  'domain/not-allowed-now': [
    'This step does not follow from the present state.',
    UNCHANGED,
    'Someone else may have moved it on. Look at it again.',
  ],
  'documents/backup-of-others': [
    'That backup is of other networks than those of this profile.',
    UNCHANGED,
    'Restore it into a new profile.',
  ],
  'identity/no-profile': ['There is no profile on this computer yet.', UNCHANGED, 'Start a network or join one.'],
  'identity/passphrase-needed': ['Muster needs your passphrase.', UNCHANGED, 'Type it to unlock.'],
  'identity/locked': [
    'Muster is locked.',
    'Everything is encrypted on this computer.',
    'Unlock it with your passphrase.',
  ],
  'identity/unknown-network': ['You are not in that network.', UNCHANGED, 'Choose another network on the left.'],
  'identity/not-a-coordinator': [
    'Only a coordinator of this network can do this.',
    UNCHANGED,
    'Ask a coordinator. They are marked under Network.',
  ],
  'identity/not-a-member': ['That person is not a member of this network now.', UNCHANGED, 'See who is under Network.'],
  'identity/last-coordinator': [
    'You are the only coordinator, and a network needs one.',
    UNCHANGED,
    'Make someone else coordinator first, under Network.',
  ],
  'identity/invite-malformed': [
    'This is a Muster invite, but it is damaged or not complete.',
    'Nothing was changed on this computer, and nobody has learned anything from it.',
    'Copy the whole code again, or scan it again.',
  ],
  'identity/already-a-member': ['You are already in that network.', UNCHANGED, 'Choose it on the left.'],
  'identity/approval-pending': [
    'Your request has arrived and waits for a coordinator.',
    'The request is kept; asking again with the same invite does no harm.',
    'Ask a coordinator to approve it, then press Join again.',
  ],
  'network/port-in-use': [
    'Another program uses the port that Muster wants.',
    KEPT,
    'Close the other program, or start Muster again.',
  ],
  'network/address-unavailable': [
    'This computer does not have that address now.',
    KEPT,
    'Check that the wifi is on, and start Muster again.',
  ],
  'identity/not-a-recovery-key': [
    'This is an ordinary invite, not a recovery key.',
    UNCHANGED,
    'Use it under “Join a network”.',
  ],
  'network/not-running': [
    'Muster is not in touch with anyone: it was started to work on this computer only.',
    KEPT,
    'Start Muster again without “offline”.',
  ],
  'sync/not-synced': [
    'Not everybody who is connected has everything yet.',
    'Your changes are saved here and are passed on as soon as someone is connected.',
    'Keep Muster open on the same wifi as the others.',
  ],
}
