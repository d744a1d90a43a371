import type { Gate } from '../records/alert/gate.ts'
import type { Responder } from '../records/alert/responders.ts'
import type { AlertView } from '../records/alert/view.ts'
import { isFromFuture } from '../shape/show.ts'
import { firstAfter, type Ask, type Asking, type AttentionLevel } from './attention.ts'

/** How long it is told that something is over. */
export const OVER_MS = 60 * 60_000
/** How long a draft waits before everybody's eyes. */
const DRAFT_MS = 24 * 60 * 60_000

/** What is known around an alert by the laptop that looks. */
export interface AlertSituation {
  /** Person id of who looks. */
  readonly person: string
  readonly now: number
  /** When the alert came to this laptop first. */
  readonly cameAt: number
  /** The verification gate as this laptop can tell it; undefined for a draft. */
  readonly gate: Gate | undefined
  /** Who looks is in a circle with the sender, or the whole network is one. */
  readonly ownCircle: boolean
  readonly coordinator: boolean
  /** Person ids. */
  readonly onCall: readonly string[]
  /** The phone tree has calls for who looks. */
  readonly hasCalls: boolean
}

/** What an alert asks of one person at a moment (product.md, requirements 10 to 15). */
export function askedByAlert(alert: AlertView & { readonly id: string }, at: AlertSituation): Asking {
  if (alert.state === 'draft') return confirmAsked(alert, at)
  const { now } = at
  const until = endOf(alert, at)
  const holds = now < until
  const over = overSince(alert)
  return {
    asks: [
      ...(holds ? callAsked(alert, at) : []),
      ...(over !== undefined && now < endOfOver(alert, over, at) ? overAsked(alert, over, at) : []),
      ...alert.responders.flatMap((one) => responderAsked(alert, one, at)),
    ],
    nextAt: firstAfter(now, [
      until,
      alert.expires,
      alert.nextStep?.dueAt,
      over === undefined ? null : endOfOver(alert, over, at),
      ...alert.responders.flatMap(({ checkIn }) => [checkIn?.dueAt, checkIn?.nextAt]),
    ]),
  }
}

/** One that claims to be from the future holds from when it came: else it would ask for years. */
function endOf({ sent, expires, minutes }: AlertView, { now, cameAt }: AlertSituation): number {
  if (sent === null || expires === null) return 0
  return isFromFuture(sent, now) ? cameAt + (minutes ?? 0) * 60_000 : expires
}

function overSince({ state, course }: AlertView): number | undefined {
  if (state !== 'cancelled' && state !== 'all-clear') return undefined
  return course.find((one) => one.what === state)?.at
}

function endOfOver(alert: AlertView, over: number, at: AlertSituation): number {
  return isFromFuture(over, at.now) ? endOf(alert, at) : over + OVER_MS
}

function callAsked(alert: AlertView & { readonly id: string }, at: AlertSituation): Ask[] {
  const { person } = at
  const own = alert.people.find((one) => one.member === person)
  const answer = own?.answer ?? null
  const isFor = alert.addressed.includes(person) && alert.sentBy !== person
  const asks: Ask[] = []
  const tree = alert.raised.includes('call-the-tree')
  if (alert.updatedBy === null && RINGING.has(alert.state)) {
    if (isFor && answer === null) {
      const seen = alert.acks.some((one) => one.member === person && one.seenAt !== null)
      const round = alert.raised.includes('repeat') && !seen ? 'again' : 'first'
      asks.push(ask(alert, { what: 'alert', level: levelOf(alert, at), from: alert.sentBy, round }))
    }
    if (tree && at.hasCalls) {
      const since = alert.escalationLog.find((one) => one.step === 'call-the-tree')?.at ?? alert.sent!
      asks.push(ask(alert, { what: 'call-list', level: atMost(levelOf(alert, at), 'sound'), since }))
    }
  }
  if (alert.state === 'filled' && alert.updatedBy === null && alert.sentBy !== person) {
    const level = answer === 'standby' ? atMost(levelOf(alert, at), 'sound') : 'silent'
    const since = alert.course.find((one) => one.what === 'enough')?.at ?? alert.sent!
    if (answer === 'standby' || (isFor && answer === null)) asks.push(ask(alert, { what: 'enough', level, since }))
  }
  return asks
}

const RINGING: ReadonlySet<AlertView['state']> = new Set(['sent', 'escalated', 'call-the-tree'])

/** What did not pass the gate is a line for who is not in the sender's circle, and an exercise never takes the whole window. */
function levelOf({ status }: AlertView, { gate, ownCircle }: AlertSituation): AttentionLevel {
  if (status === 'Test') return 'silent'
  if (status !== 'Actual') return 'sound'
  return gate === undefined || (gate === 'failed' && !ownCircle) ? 'silent' : 'full'
}

function overAsked(alert: AlertView & { readonly id: string }, since: number, at: AlertSituation): Ask[] {
  const { person } = at
  const answer = alert.people.find((one) => one.member === person)?.answer ?? null
  const waits = answer === 'coming' || answer === 'standby'
  const wondered = answer === null && alert.addressed.includes(person)
  if (alert.sentBy === person || (!waits && !wondered)) return []
  const level = waits ? atMost(levelOf(alert, at), 'sound') : 'silent'
  return [ask(alert, { what: 'over', level, since })]
}

/** The timers of those who are out, and who needs help: for themselves, who is with them, and who dispatches. */
function responderAsked(alert: AlertView & { readonly id: string }, one: Responder, at: AlertSituation): Ask[] {
  const { person } = at
  const { member, checkIn, pair } = one
  const dispatches = alert.sentBy === person || at.onCall.includes(person) || at.coordinator
  const about = { from: member, drill: alert.drill }
  if (one.needsHelp) {
    const own = alert.responders.find((other) => other.member === person)
    const near = own?.out === true || pair.includes(person)
    if (member === person || !(near || dispatches)) return []
    const level = alert.drill ? 'sound' : 'full'
    return [safety(alert, { ...about, what: 'needs-help', level, since: one.since, round: `${member}:${one.since}` })]
  }
  if (checkIn === null || checkIn.stage === 'running') return []
  const said = { ...about, level: 'sound' as const, since: checkIn.dueAt }
  const round = `${member}:${checkIn.dueAt}:${checkIn.stage}`
  if (member === person) return [safety(alert, { ...said, what: 'check-in', round })]
  const late = checkIn.stage !== 'grace'
  // who is alone has nobody to be asked first
  const told = checkIn.stage === 'dispatcher' || (late && pair.length === 0)
  return [
    ...(late && pair.includes(person) ? [safety(alert, { ...said, what: 'buddy', round })] : []),
    ...(told && dispatches ? [safety(alert, { ...said, what: 'overdue', round: `${member}:${checkIn.dueAt}` })] : []),
  ]
}

/** A draft that is to go wide unverified waits for a second member, and one whose text seems to identify somebody for another reader. */
function confirmAsked(draft: AlertView & { readonly id: string }, { person, now }: AlertSituation): Asking {
  const version = draft.versions[0]
  if (version === undefined || draft.archivedAt !== null) return { asks: [], nextAt: null }
  const begun = draft.confirmations.filter(({ what, of }) => what === 'unverified' && of === draft.version)
  const { unverified, text } = draft.confirmedBy
  const forUnverified = unverified.length === 1 && !unverified.includes(person)
  const forText = draft.identifyingText.length > 0 && version.by !== person && !text.some((one) => one !== version.by)
  const since = Math.max(version.at, ...begun.map((one) => one.at))
  const end = isFromFuture(since, now) ? now : since + DRAFT_MS
  const waits = now < end && (forUnverified || forText)
  const round = `${draft.version}`
  return {
    asks: waits ? [ask(draft, { what: 'confirm', level: 'silent', since, from: version.by, round })] : [],
    nextAt: firstAfter(now, [end]),
  }
}

function ask(
  alert: AlertView & { readonly id: string },
  given: Pick<Ask, 'what' | 'level'> & Partial<Pick<Ask, 'since' | 'from' | 'round'>>,
): Ask {
  const { id, drill, status, urgency, sent, sentBy } = alert
  const urgent = status === 'Actual' && urgency === 'Immediate'
  return { id, drill, urgent, since: sent ?? 0, from: sentBy, round: 'once', ...given }
}

/** About somebody who is out there: no quiet hours for that, unless it is an exercise. */
function safety(
  alert: AlertView & { readonly id: string },
  given: Omit<Ask, 'id' | 'urgent' | 'since'> & { since: number | null },
): Ask {
  return { ...given, id: alert.id, urgent: !alert.drill, since: given.since ?? alert.sent ?? 0 }
}

function atMost(level: AttentionLevel, most: 'sound'): AttentionLevel {
  return level === 'full' ? most : level
}
