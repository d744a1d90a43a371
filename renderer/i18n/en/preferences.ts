/** How calls are told on this computer. */
export const preferences = {
  'prefs.calls': 'Calls on this computer',
  'prefs.sound': 'Calls make a sound',
  'prefs.sound.hint': 'They are shown either way.',
  'prefs.sound.try': 'Try the sound',
  'prefs.quiet': 'Quiet hours',
  'prefs.quiet.hint': 'Only a call that cannot wait, and someone out there who needs help, make a sound then.',
  'prefs.quiet.from': 'From',
  'prefs.quiet.to': 'To',
  'prefs.keys': 'Answer with the single keys 1, 2, 3',
  'prefs.keys.hint': 'Switch it off if you press keys by accident or speak to the computer. The buttons stay.',
  'prefs.notices': 'Notices outside the window',
  'prefs.notices.text': 'They say that someone calls, and nothing of what or who.',
  'prefs.notices.ask': 'Allow notices',
  'prefs.notices.granted': 'Notices are allowed.',
  'prefs.notices.denied': 'The browser was told not to show them. Change that in its settings for this page.',
  'prefs.notices.unsupported': 'This browser has none. Keep the window open where you hear it.',
} as const
