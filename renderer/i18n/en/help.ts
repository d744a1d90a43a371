/** The help pages: in the app, so that they are there without any network. */
export const help = {
  'help.title': 'Help',
  'help.lead': 'All of it is on this computer and works without any network.',
  'help.back': 'All help pages',
  'help.topics': 'Help pages',
  'help.keys': 'Keys',
  'help.keys.report': 'Report something, from anywhere',
  'help.keys.commands': 'Go to a screen or do something',
  'help.keys.hide': 'Hide and lock at once',
  'help.keys.escape': 'Close a dialog or the large code',

  'help.start': 'Getting started',
  'help.start.lead': 'From an empty screen to a network in a few minutes.',
  'help.start.1': 'Start a network',
  'help.start.1.text':
    'Choose a passphrase, give the network a name and say what you are called in it. A pseudonym is fine. You are its acting coordinator until the group elects one.',
  'help.start.2': 'Let the others in',
  'help.start.2.text':
    'Open Meeting and show the code. Everyone on the same wifi opens Muster, chooses “Join a network” and holds the camera to it. Their names appear beside the code.',
  'help.start.3': 'No camera?',
  'help.start.3.text':
    'The code can be copied and sent, opened from a picture, or read aloud: “Code as text” shows it in groups of five.',
  'help.start.4': 'Write down what counts',
  'help.start.4.text':
    'Report what is happening, put people with their consent on cards, make circles of about ten, and plan who does what. Only one field is ever required.',
  'help.start.5': 'Before you close the laptop',
  'help.start.5.text':
    'Look at the line at the bottom left: it says who has what you wrote. End the meeting for a receipt with names and times.',

  'help.synced': 'Is it synced?',
  'help.synced.lead': 'Muster says only what the other computers have confirmed.',
  'help.synced.1': '“Saved on this computer only”',
  'help.synced.1.text':
    'Nobody else has confirmed it yet. It is safe here, and passed on by itself when someone is connected. Do not erase or lose this computer before that.',
  'help.synced.2': '“Ana and Lee have it”',
  'help.synced.2.text':
    'The computers of Ana and Lee confirmed everything that is here now. Others may not have it yet.',
  'help.synced.3': '“Everyone in this room has it”',
  'help.synced.3.text':
    'Everyone connected at this moment has confirmed everything. It says nothing about those who are not connected.',
  'help.synced.4': '“Lee has newer information”',
  'help.synced.4.text':
    'Lee’s computer told of something that has not arrived here yet. Stay connected a moment longer.',
  'help.synced.5': 'Why there is no percentage',
  'help.synced.5.text':
    'Without a server nobody knows what all others have. Names and times can be known, so Muster shows those: open “Sync details” for each person.',

  'help.others': 'Why can’t I see the others?',
  'help.others.lead': 'Go through these from top to bottom. Your changes are saved here all the while.',
  'help.others.1': 'Is Muster open on both?',
  'help.others.1.text':
    'A laptop that is off, asleep or locked exchanges nothing. Both must have Muster open and unlocked.',
  'help.others.2': 'Are both on the same wifi?',
  'help.others.2.text':
    'Computers find each other by themselves on the same wifi only. “Guest” and the main wifi are two different ones.',
  'help.others.3': 'Does the wifi keep computers apart?',
  'help.others.3.text':
    'Many guest, hotel and library networks do. Turn on the hotspot of a phone and put all laptops on it. It needs no internet.',
  'help.others.4': 'Does a firewall block it?',
  'help.others.4.text':
    'When the system asks, allow Muster on private networks. On a managed laptop, ask who looks after it.',
  'help.others.5': 'Are you still a member?',
  'help.others.5.text':
    'Someone who was removed sees nothing new, and nobody answers their computer. Ask a coordinator.',

  'help.safety': 'Staying safe',
  'help.safety.lead': 'People first, then the record of it.',
  'help.safety.1': 'In danger, call the emergency number first',
  'help.safety.1.text':
    'Muster reaches only laptops that are open and connected. It does not call anyone. The phone tree is part of every alert.',
  'help.safety.2': 'Go in pairs, leave if it feels unsafe',
  'help.safety.2.text':
    'Care for the person harmed first. Nobody follows, blocks, searches or photographs private persons. No weapons.',
  'help.safety.3': 'Describe what happens, not who',
  'help.safety.3.text':
    'No names, looks, plates, addresses or accounts of private persons. Most first reports are partial or wrong, and innocent people have been hurt by such lists.',
  'help.safety.4': 'Someone looks over your shoulder?',
  'help.safety.4.text': 'Ctrl+Shift+L blanks the window and locks Muster at once. Then only the passphrase opens it.',
  'help.safety.5': 'A laptop is lost or taken',
  'help.safety.5.text':
    'Tell a coordinator at once: they remove that person’s computer. Locked, it is unreadable without the passphrase. What it already had cannot be taken back.',

  'help.promises': 'What Muster does not promise',
  'help.promises.lead': 'Better to know it before it counts.',
  'help.promises.1': 'It does not reach everyone',
  'help.promises.1.text': 'Only computers that are open and connected. It tells you by name whom it has reached.',
  'help.promises.2': 'It does not delete everywhere',
  'help.promises.2.text':
    'Erasing holds on computers that run an honest Muster and are reached. Somebody may have written it down, copied it or made a picture.',
  'help.promises.3': 'It does not hide that you use it',
  'help.promises.3.text':
    'Others on the same wifi can see that computers talk to each other, when, and how much. Not what.',
  'help.promises.4': 'It does not protect an unlocked laptop',
  'help.promises.4.text': 'Whoever sits at it unlocked, or has put a spying program on it, reads what you read.',
  'help.promises.5': 'It does not judge members',
  'help.promises.5.text':
    'Whoever is let in can read and pass on everything. The rules in the app bind honest copies of it only. Let in people whom somebody knows.',
  'help.promises.6': 'It does not bring a passphrase back',
  'help.promises.6.text':
    'There is no reset. A second computer of yours, or the others in the network, still have what was exchanged.',
} as const
