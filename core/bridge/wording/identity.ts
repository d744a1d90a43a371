import { KEPT, NOT_JOINED, text, UNCHANGED, type WordingOf } from './words.ts'

const ASK_INVITE = 'Ask the person who invited you for a new invite.'

/** Of profiles, membership and invites. */
export const identityWording: WordingOf<'identity'> = {
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
      'A file of this profile is damaged or missing.',
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
      'Copy the whole code again, or scan it again.',
    ),
  'identity/invite-foreign': () =>
    text(
      'This is not a Muster invite.',
      NOT_JOINED,
      'A Muster invite begins with “MUSTER:”. Ask the person who invited you to show it again.',
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
  'identity/not-a-recovery-key': () =>
    text('This is an ordinary invite, not a recovery key.', NOT_JOINED, 'Join with it: muster join CODE --as NAME.'),
  'identity/recovery-key-used': () =>
    text(
      'This recovery key has been used already. It works once.',
      NOT_JOINED,
      'If it was not you who used it, tell the others in person. Ask a coordinator for an invite.',
    ),
  'identity/recovery-key-withdrawn': () =>
    text(
      'This recovery key does not work any more: a newer one was printed, or the computer that made it was taken out.',
      NOT_JOINED,
      'Look for the newest one you printed. If there is none, ask a coordinator for an invite.',
    ),
  'identity/statement-malformed': () =>
    text(
      'This is not a whole Muster statement.',
      UNCHANGED,
      'Copy all of it again. It begins with “MUSTER-STATEMENT:”.',
    ),
  'identity/recovery-key-expired': () =>
    text('This recovery key is too old.', NOT_JOINED, 'Ask a coordinator for an invite.'),
}
