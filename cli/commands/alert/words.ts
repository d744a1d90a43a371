/** The closed lists of the domain, whose schemas are not loaded here. */
export const HELP_KINDS = [
  'verify',
  'accompany',
  'observe',
  'first-aid',
  'interpret',
  'care',
  'supplies',
  'shelter',
  'check-on-neighbours',
  'meeting',
  'all-clear',
] as const
export const AUDIENCES = ['circle', 'network', 'specialists', 'verifiers'] as const
export const URGENCIES = ['Immediate', 'Expected', 'Future', 'Past', 'Unknown'] as const
export const ANSWERS = ['coming', 'cannot', 'standby'] as const
export const CHECK_INS = ['coming', 'on-scene', 'leaving', 'safe'] as const
export const WAYS = ['phone', 'person'] as const
export const CONFIRMABLE = ['unverified', 'text'] as const
export const STEPS = ['repeat', 'back-up-circle', 'call-the-tree'] as const

/** How far an alert has come with somebody, in words. */
export const REACHED: Readonly<Record<string, string>> = {
  'not-reached': 'not reached',
  reached: 'reached',
  seen: 'seen',
  answered: 'answered',
  phoned: 'phoned',
  told: 'told in person',
}
