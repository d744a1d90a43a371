import type { InputReason } from '../../domain/input/invalid.ts'
import type { ErrorDetails } from '../../shared/errors.ts'
import { text, UNCHANGED, type WordingOf } from './words.ts'

/** Of what was given in and what the records allow. */
export const domainWording: WordingOf<'domain'> = {
  'domain/invalid-input': (details) =>
    text(invalidInput(details), UNCHANGED, 'Correct that field and try again. --help shows what each one takes.'),
  'domain/not-found': () =>
    text(
      'There is nothing with that id here.',
      UNCHANGED,
      'Check the id with the list command. It may not have reached this computer yet.',
    ),
  'domain/forbidden': () =>
    text('You are not allowed to do this here.', UNCHANGED, 'Ask a coordinator of the network.'),
  'domain/not-allowed-now': (details) =>
    text(
      notNow(details),
      UNCHANGED,
      details['reason'] === 'agreement'
        ? 'Answer again with --agree to say yes to it.'
        : 'Look at the record first: someone else may have moved it on.',
    ),
  'domain/too-large': (details) =>
    text(
      `${where(details)}This is larger than Muster keeps.`,
      UNCHANGED,
      'Shorten the text or split it into several records.',
    ),
  'domain/on-hold': () =>
    text(
      'This is on hold: it is kept for a reason that a coordinator has written down.',
      UNCHANGED,
      'Ask a coordinator to lift the hold first.',
    ),
}

/** Rows are counted from 0 in details and from 1 for people. */
function where(details: ErrorDetails): string {
  return typeof details['row'] === 'number' ? `Record ${details['row'] + 1}: ` : ''
}

const REASON: Record<InputReason, string> = {
  missing: 'is missing',
  'unknown-field': 'is not known',
  'wrong-type': 'is not of the right kind',
  empty: 'is empty',
  'too-long': 'is too long',
  'too-many': 'has too many entries',
  'out-of-range': 'is too small or too large',
  'not-in-list': 'is not one of the words it can be',
  malformed: 'is not as it should be',
  'not-a-time': 'is not a date and time, like 2026-12-01T18:00:00Z',
  'zone-missing': 'needs a time zone, like 2026-12-01T18:00:00Z, as the network has none set',
  'unknown-zone': 'is not a time zone that this computer knows, like Europe/Madrid',
  'ends-before-start': 'lies before the beginning',
  'in-the-future': 'has not come yet',
  'before-the-network': 'lies before this network was begun',
  'not-a-telephone-number': 'is not a telephone number',
  'country-missing': 'needs its country code, like +34600000001',
  'not-a-language': 'is not a language, like en or es-MX',
  'not-a-recurrence': 'is not a repetition that can be used, like FREQ=WEEKLY',
  'not-a-plus-code': 'is not a full plus code',
  'nothing-to-change': 'brings nothing to change',
  'identifying-text': 'holds what could identify a person: leave that out',
}

function invalidInput(details: ErrorDetails): string {
  const { field, reason, allowed } = details
  const subject = typeof field === 'string' && field !== '' ? `the field "${field}"` : 'what was given'
  const known = typeof reason === 'string' && Object.hasOwn(REASON, reason) ? (reason as InputReason) : 'malformed'
  const why = known === 'not-in-list' && typeof allowed === 'string' ? `is not one of: ${allowed}` : REASON[known]
  const sentence = `${where(details)}${subject} ${why}.`
  return sentence.slice(0, 1).toUpperCase() + sentence.slice(1)
}

/** What stands against closing an incident (product.md, requirement 9), against signing up and against sending an alert. */
const OBSTACLES: Readonly<Record<string, string>> = {
  'responders-out': 'someone is still out there',
  'needs-open': 'a need is still open',
  'follow-up-owner': 'it is not said who follows up, or that none is wanted',
  'all-clear': 'those who were alerted have had no all-clear',
  full: 'enough people are down for it',
  archived: 'it was put away',
  'not-verified': 'it goes beyond your own circle, and it is neither verified nor have two members said to act now',
  'identifying-text': 'its text could identify a person: change it, or let a second member confirm it',
  'nobody-addressed': 'there is nobody in that audience',
  'two-versions': 'two people changed it at the same time: change it once more to say which it is',
  sent: 'it was sent, and what was sent stays as it is, so it takes an update',
  'not-sent': 'it has not been sent',
  over: 'it is over',
  changed: 'somebody has changed it since you looked at it',
  'second-member': 'this takes somebody else than who wrote it',
  'too-many-calls':
    'you have sent five alerts beyond your circle within ten minutes: wait a little, or let somebody else call',
  'not-due': 'it is not the time for that step',
  'not-raised': 'it is raised no further',
  agreement: 'before the first "coming" the safety agreement is accepted',
  'not-out': 'they are not out there: whether somebody comes is said by an answer',
  'where-now': 'help was asked for: it takes where they are now, on scene, leaving or safe',
  'not-over': 'it is not over yet',
  'not-on-call': 'they are not on call',
  'not-in-circle': 'they are not in that circle',
  'enough-buddies': 'they have as many buddies as the network allows',
  'route-over': 'that route is not used any more',
  'not-held': 'nobody holds it',
  'no-journey': 'no journey is under way',
  stays: 'the record of the network, and of everybody who is in it, stays',
}

function notNow({ from, to, possible, obstacles, reason }: ErrorDetails): string {
  const against = String(obstacles ?? reason ?? '')
    .split(', ')
    .flatMap((word) => (Object.hasOwn(OBSTACLES, word) ? [OBSTACLES[word]] : []))
  if (against.length > 0) return `This cannot be done yet: ${against.join('; ')}.`
  if (typeof from !== 'string' || typeof to !== 'string') return 'This step does not follow from the present state.'
  return `This cannot go from "${from}" to "${to}".${typeof possible === 'string' && possible !== '' ? ` Possible now: ${possible}.` : ''}`
}
