/** Responders: on the way, there and back, help for themselves, looking back. */
export const respond = {
  'respond.still.coming': 'Still on the way, all well',
  'respond.still.on-scene': 'Still there, all well',
  'respond.still.leaving': 'Still on the way back, all well',
  'respond.help.confirm': 'Yes, I need help',
  'respond.help.text': 'All who are out, whoever is with you, who called and who is on duty are told at once.',
  'respond.help.note': 'Where you are and what you need',
  'respond.help.told': 'The others are told that you need help. Say when you are all right.',
  'respond.enough.standby': 'Thank you for standing by. Stay where you are; you are told if more are needed.',
  'respond.over.safe': 'Say when you are back safe: until then the others look out for you.',
  'respond.alone': 'Nobody is with you yet. Go in a pair.',
  'debrief.title': 'Looking back',
  'debrief.lead': 'If you want to: what went well, and what to change. Nobody has to say anything.',
  'debrief.hint':
    'Write about the work and how it went. Leave out injuries, what was done to anyone, and who it was. All members can read it.',
  'debrief.well': 'What went well',
  'debrief.change': 'What to change',
  'debrief.support': 'I would like someone to talk to',
  'debrief.support.hint': 'Your name stands beside it, so that somebody can offer.',
  'debrief.wants-support': 'would like someone to talk to',
  'debrief.write': 'Add something',
} as const
