/** What can ask for a person, most pressing first. */
export const ATTENTION_KINDS = [
  /** Somebody who is out there needs help. */
  'needs-help',
  /** A call for help that this person has not answered. */
  'alert',
  /** Somebody's check-in did not come, nor their buddy's word: who dispatches looks. */
  'overdue',
  /** Somebody this person is paired with did not check in. */
  'buddy',
  /** This person's own check-in is due. */
  'check-in',
  /** Somebody on a way of theirs has not said that they arrived, or needs help. */
  'journey',
  /** The phone tree is open, and this person has calls to make. */
  'call-list',
  /** Called back, or all clear. */
  'over',
  /** "We have enough, please don't come." */
  'enough',
  /** A draft waits for a second member. */
  'confirm',
  /** There was somebody on call, and now there is nobody. */
  'nobody-on-call',
] as const
export type AttentionKind = (typeof ATTENTION_KINDS)[number]

/** How loudly, least first: a line in the list, a sound and a banner, the whole window. */
export const ATTENTION_LEVELS = ['silent', 'sound', 'full'] as const
export type AttentionLevel = (typeof ATTENTION_LEVELS)[number]

/** Something that asks for one person now. */
export interface Ask {
  /** Of the record that it is about: an alert's, for a journey the person's, for "nobody on call" the network's. */
  readonly id: string
  readonly what: AttentionKind
  /** Outside of quiet hours. */
  readonly level: AttentionLevel
  /** Quiet hours do not silence it. */
  readonly urgent: boolean
  /** Milliseconds since the Unix epoch. */
  readonly since: number
  /** An exercise or a test: to look different everywhere. */
  readonly drill: boolean
  /** Person id of whom it comes from, or whom it is about. */
  readonly from: string | null
  /** It rings once for each word; a new word (asked again, the next stage of a timer) rings anew. */
  readonly round: string
}

/** What asks now, and when that may be something else though nobody writes anything; null: never. */
export interface Asking {
  readonly asks: readonly Ask[]
  readonly nextAt: number | null
}

/** An ask as it is shown: with quiet hours and floods in its level. */
export interface AttentionItem extends Ask {
  /** How many further calls of the same author this line stands for. */
  readonly collapsed: number
}

/** The first of some moments that is still to come. */
export function firstAfter(now: number, moments: readonly (number | null | undefined)[]): number | null {
  const coming = moments.filter((one): one is number => typeof one === 'number' && one > now)
  return coming.length === 0 ? null : Math.min(...coming)
}
