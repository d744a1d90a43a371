import type { ErrorDetails } from '../../shared/errors.ts'
import { KEPT, NOT_JOINED, text, UNCHANGED, type WordingOf } from './words.ts'

/** Of reaching the others and exchanging with them. */
export const networkWording: WordingOf<'network' | 'sync'> = {
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
  'sync/not-caught-up': () =>
    text(
      'This computer has not received yet what the others hold. Whoever it took out now would lose what they wrote, for everybody.',
      UNCHANGED,
      'Keep Muster running beside a computer of the network until it has everything, then do it again.',
    ),
  'sync/not-synced': (details) =>
    text(
      notSynced(details),
      'Your changes are saved here and are passed on as soon as someone is connected.',
      'Keep Muster running on the same wifi as the others, and see: muster status.',
    ),
}

function notSynced(details: ErrorDetails): string {
  if (details['connected'] === 0) return 'Nobody else is connected right now.'
  if (typeof details['missing'] === 'number' && details['missing'] > 0)
    return `${details['missing']} of ${String(details['connected'] ?? 'the')} connected people do not have everything yet.`
  return 'Not everybody who is connected has everything yet.'
}
