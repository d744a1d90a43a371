/** One's computers, the printed recovery key, and disputes over a stolen computer. */
export const computers = {
  'net.tab.computers': 'Computers',
  'computers.title': 'Your computers',
  'computers.lead': 'Each computer you use in this network. All of them are you, with the same rights.',
  'computers.add': 'Add a computer',
  'computers.add.text':
    'Makes a code for one more computer of yours. It works once, for a day. On it, choose “Join a network” and scan the code.',
  'computers.add.go': 'Make the code',
  'computers.add.made': 'Scan this on your other computer',
  'computers.add.how':
    'On it, choose “Join a network” and hold this code in front of its camera, or type the letters. Whoever else uses it comes in as you.',
  'computers.add.qr': 'Code for your other computer',
  'computers.this': 'This computer',
  'computers.other': 'Computer {key}',
  'computers.key': 'Key {key}',
  'computers.by.first': 'your first one, since {when}',
  'computers.by.code': 'by a code of yours, since {when}',
  'computers.by.recovery-key': 'by your printed recovery key, since {when}',
  'computers.met': 'last met {when}',
  'computers.connected': 'connected',
  'computers.lost': 'Lost',
  'computers.lost.name': 'The computer {key} is lost',
  'computers.lost.title': 'Take the computer {key} out?',
  'computers.lost.go': 'Take it out',
  'computers.lost.what': 'From now on nobody sends it anything new. You stay in the network on your other computers.',
  'computers.lost.not':
    'What it already has stays on it: nobody can take that back. It cannot come back; add it again as a new one if you find it.',
  'computers.lost.key': 'A recovery key that was printed on it stops working: print a new one here.',
  'recovery.title': 'Recovery key',
  'recovery.lead':
    'A key on paper, for the day your only computer is lost or broken: with it you come back on another one as yourself, with the same rights.',
  'recovery.not-coordinator': 'Coordinators need one. Anybody else is let in again by a coordinator.',
  'recovery.none':
    'You have none. If you are the only coordinator and this computer is lost, nobody can let anybody in or take anybody out any more.',
  'recovery.state.open': 'You printed one on {when}. It works.',
  'recovery.state.used':
    'The one of {when} has been used. If that was not you, look at your computers above and take out the one you do not know. Print a new key.',
  'recovery.state.expired': 'The one of {when} is too old. Print a new one.',
  'recovery.state.closed': 'The one of {when} does not work any more. Print a new one.',
  'recovery.print': 'Print a recovery key',
  'recovery.print.new': 'Print a new one',
  'recovery.print.lead': 'It is shown this once and kept nowhere. One printed before stops working.',
  'recovery.make': 'Make the key and show it',
  'recovery.withdraw': 'Withdraw it',
  'recovery.withdraw.title': 'Withdraw your recovery key?',
  'recovery.withdraw.text':
    'The paper is worthless from then on. Do this when somebody else may have seen it, and print a new one.',
  'recovery.paper.title': 'Muster recovery key',
  'recovery.paper.qr': 'The recovery key as a code to scan',
  'recovery.paper.how':
    'On a computer with Muster, near a member of the network: choose “Join a network”, and scan this or type the letters. It works once.',
  'recovery.paper.keep':
    'Keep it like the key of your house, not beside the computer. Whoever has it can come in as you. If somebody has seen it, withdraw it and print a new one.',
  'recovery.paper.until': 'Printed {made}. Good until {until}.',
  'recovery.use.title': 'Come back with your recovery key',
  'recovery.use.text':
    'You come back as yourself, with the name and the rights you had. Everyone in the network can see it. A member’s computer must be near.',
  'recovery.use.go': 'Come back',
  'recovery.back.title': 'You are back, {name}.',
  'recovery.back.others':
    '{count, plural, =0 {This is your only computer in the network.} one {One other computer is still in as yours. If it is lost, take it out now.} other {# other computers are still in as yours. Take those out now that are lost.}}',
  'recovery.back.print': 'Your key is used up: print a new one.',
  'dispute.who': 'Taken out by {name}, from the computer {key}, {when}.',
  'dispute.stolen':
    'If that computer was stolen: two coordinators who say so take it out together, and are in again. One alone changes nothing.',
  'dispute.make': 'Say that it was stolen',
  'dispute.make.title': 'Say that this computer was stolen?',
  'dispute.make.text':
    'You sign that the computer which took you out is to be out itself. Talk to its owner first, in person or on the phone.',
  'dispute.make.not': 'By itself this changes nothing. It counts once another coordinator says the same.',
  'dispute.said': '{count, plural, one {{names} has said so.} other {{names} have said so.}}',
  'dispute.next.second':
    'Nobody takes this from you over the network. Give this text to another coordinator who was taken out: by message, on a stick, on paper.',
  'dispute.next.anybody':
    'Two have said so. Give this text to anybody who is in the network: they take it in under Network, Members.',
  'dispute.statement': 'The statements as text',
  'dispute.copy': 'Copy the text',
  'dispute.take': 'Take it in',
  'dispute.take.open': 'I was given a statement…',
  'dispute.take.label': 'A statement that you were given',
  'dispute.take.hint':
    'Coordinators whom a stolen computer took out hand their word on as text. It begins with MUSTER-STATEMENT.',
  'dispute.taken.one': 'Taken: the word of {names}. By itself it changes nothing yet.',
  'dispute.taken.out': 'By the word of {names}, a computer of {out} is out. Everybody hears of it.',
  'dispute.taken.waits':
    'It builds on something that has not come here yet. Meet the others first, then take it in again.',
} as const
