/** The help page about calls for help. */
export const helpCalls = {
  'help.keys.answer': 'Answer a call: coming, cannot, on standby',
  'help.calls': 'Calls for help',
  'help.calls.lead': 'Calling people, answering, and getting everyone home.',
  'help.calls.1': 'Writing a call',
  'help.calls.1.text':
    'Open the incident or the plan and choose “Call for help”. Say what is happening and what is needed, never who. It shows how many people and computers can be reached this moment; the others are phoned.',
  'help.calls.2': 'Before it goes wide',
  'help.calls.2.text':
    'Your own circle and those who check can be called at once. Beyond that somebody must have verified it, or two members say “act now” on their own computers. Then whoever is called reads that it is unverified.',
  'help.calls.3': 'When you are called',
  'help.calls.3.text':
    'Press 1 if you are coming, 2 if you cannot, 3 to stand by; Esc puts it off. When there are enough people you are asked not to come: that is help too.',
  'help.calls.4': 'On the way, there, and back',
  'help.calls.4.text':
    'Go in a pair. Say when you are there, when you leave and when you are safe. If nothing is heard from you in time, who is with you is asked, then who called. “I need help” tells all of them at once.',
  'help.calls.5': 'Practise it',
  'help.calls.5.text':
    'Send a drill once a month: it has stripes, a mask and its own sound everywhere, and calls nobody out.',
} as const
