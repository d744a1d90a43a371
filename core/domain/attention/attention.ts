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
  /** Somebody on a way of theirs has not said that they arrived. */
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
export interface AttentionItem {
  /** Of the record that it is about: an alert's, for a journey the person's, for "nobody on call" the network's. */
  readonly id: string
  readonly what: AttentionKind
  readonly level: AttentionLevel
  /** Milliseconds since the Unix epoch. */
  readonly since: number
  /** An exercise or a test: to look different everywhere. */
  readonly drill: boolean
  /** Person id of whom it comes from, or whom it is about. */
  readonly from: string | null
  /** How many further calls of the same author this line stands for. */
  readonly collapsed: number
  /** What makes it ring: it rings at most once for each word. */
  readonly round: string
}
