/** Erasing for good, and what is known of it. */
export const erase = {
  'erase.action': 'Erase for good…',
  'erase.title': 'Erase this for good?',
  'erase.confirm': 'Erase for good',
  'erase.text':
    '{count, plural, =0 {It is erased from this computer, the only one in the network. Nothing brings it back.} one {It is erased from this computer at once, and from the other one when it hears of it. Nothing brings it back.} other {It is erased from this computer at once, and from each of the # others when it hears of it. Nothing brings it back.}}',
  'erase.not': 'Nobody can take back what was copied, printed or photographed, or what a changed Muster keeps.',
  'erase.referring': '{count, plural, one {Erase what refers to it too} other {Erase the # that refer to it too}}',
  'erase.kind.contact': 'Contact',
  'erase.kind.incident': 'Incident',
  'erase.kind.plan': 'Plan',
  'erase.kind.alert': 'Alert',
  'erase.kind.network': 'Network',
  'erase.kind.member': 'Person',
  'erase.held': 'It is on hold: a coordinator lifts the hold first.',
  'erase.forbidden': 'Only who made it, or a coordinator, can erase it. You can put it away.',
  'erase.done':
    'Erased here. {confirmed, number} of {computers, plural, one {# computer has} other {# computers have}} confirmed.',
  'erase.pending': 'Not gone from this disk yet: it is tried again by itself. See whether the disk is full.',
  'erased.title': 'Erased',
  'erased.text':
    'Each computer erases when it hears of it, and then says so. What was copied before, or is kept by a changed Muster, nobody can see.',
  'erased.none': 'Nothing was erased in this network.',
  'erased.records': '{count, plural, one {# record} other {# records}}',
  'erased.by': 'by {name}',
  'erased.confirmed': '{confirmed, number} of {computers, plural, one {# computer} other {# computers}} confirmed',
  'erased.missing': 'Not yet: {names}',
  'erased.missing.more': ' and {count, number} more',
  'erased.more': '{count, plural, one {# earlier one} other {# earlier ones}}',
  'erased.pending':
    'This computer could not finish erasing yet. It tries again by itself; see whether the disk is full.',
} as const
