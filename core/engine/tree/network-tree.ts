import { gateHere } from '../../domain/edits/alert/send.ts'
import type { NetworkPeople } from '../../domain/edits/alert/facts.ts'
import { kindSpec } from '../../domain/kinds.ts'
import type { Gate } from '../../domain/records/alert/gate.ts'
import type { AlertView } from '../../domain/records/alert/view.ts'
import type { ContactView } from '../../domain/records/contact.ts'
import type { MemberView } from '../../domain/records/member.ts'
import type { NetworkView } from '../../domain/records/network.ts'
import { buildTree, type PhoneTree } from '../../domain/tree/build.ts'
import { treePeople, type CardFacts, type TreeFacts, type TreePerson } from '../../domain/tree/people.ts'
import { progressOf } from '../../domain/tree/progress.ts'
import { MeshError } from '../../shared/errors.ts'
import { alertFacts } from '../alerts/facts.ts'
import { dutyHere } from '../duty/duty-here.ts'
import type { NetworkRuntime } from '../network/network-runtime.ts'

export type SentAlert = AlertView & { readonly id: string; readonly sentBy: string }

/**
 * The phone tree of a network as this laptop knows it, or of those whom an alert is for.
 *
 * @param options.now milliseconds
 * @param options.root person id of who begins; without it the sender, who is on call, or the most senior coordinator
 * @throws MeshError `domain/not-found` when the root is nobody in it
 */
export function networkTree(
  runtime: NetworkRuntime,
  { now, alert, root }: { now: number; alert?: SentAlert | undefined; root?: string | undefined },
): PhoneTree {
  const facts = treeFacts(runtime)
  const members = new Set(facts.members.map(({ id }) => id))
  const begins = root ?? usualRoot(runtime, { now, alert, members })
  if (begins === undefined || !members.has(begins))
    throw new MeshError('domain/not-found', 'Nobody of that id is a member')
  const all = treePeople(facts, now)
  const people = alert === undefined ? all : all.filter(isMeantBy(alert, runtime))
  const here = people.some(({ id }) => id === begins) ? people : [...people, all.find(({ id }) => id === begins)!]
  return buildTree({ people: here, buddies: facts.circles.flatMap(({ buddies }) => buddies), root: begins })
}

/** Whether the phone tree of an alert has calls that fall to this laptop's person. */
export function hasCalls(runtime: NetworkRuntime, id: string, now: number): boolean {
  const found = runtime.ledger.get(id)
  const alert = { ...(found?.record as unknown as AlertView), id }
  if (found?.kind !== 'alert' || !isSent(alert)) return false
  const { person } = runtime.membership
  return progressOf(networkTree(runtime, { now, alert }), alert).open.some(({ by }) => by === person)
}

export function isSent(alert: AlertView & { readonly id: string }): alert is SentAlert {
  return alert.sentBy !== null
}

/** The gate as this laptop can tell it. */
export function gateOfSent(runtime: NetworkRuntime, alert: SentAlert): Gate {
  return gateHere(alert, alertFacts(runtime)) ?? 'failed'
}

/**
 * Whom an alert may be told by phone: those addressed and its sender; contacts where it is for the whole network. One that did not pass
 * the gate goes no further by phone than it may on screens: to the sender's own circle.
 */
function isMeantBy(alert: SentAlert, runtime: NetworkRuntime): (person: TreePerson) => boolean {
  const gate = gateOfSent(runtime, alert)
  const addressed = new Set([...alert.addressed, alert.sentBy])
  const mates = gate === 'failed' ? ownCircleMates(alertFacts(runtime).people(), alert.sentBy) : undefined
  const contacts = gate !== 'failed' && gate !== 'own-circle' && alert.audience?.scope === 'network'
  return ({ id, kind }) => (kind === 'contact' ? contacts : addressed.has(id) && (mates?.has(id) ?? true))
}

function ownCircleMates({ kind, members, circles }: NetworkPeople, person: string): ReadonlySet<string> {
  const own = circles.filter((circle) => circle.members.includes(person)).flatMap((circle) => circle.members)
  return new Set([person, ...(kind === 'circle' ? members.map(({ id }) => id) : own)])
}

function usualRoot(
  runtime: NetworkRuntime,
  { now, alert, members }: { now: number; alert: SentAlert | undefined; members: ReadonlySet<string> },
): string | undefined {
  const present = runtime.membership.present()
  const onCall = dutyHere(runtime, now).onCall.map(({ person }) => person)
  // By seniority: the first of them has been in the network for longest
  const senior = present.find(({ role }) => role !== 'member') ?? present[0]
  return [alert?.sentBy, ...onCall, senior?.person].find((one) => one !== undefined && members.has(one))
}

function treeFacts(runtime: NetworkRuntime): TreeFacts {
  const { ledger, membership, networkDocument } = runtime
  const network = ledger.get(networkDocument)?.record as NetworkView | undefined
  const { records } = ledger.list({ kind: 'contact', sort: 'oldest', offset: 0, limit: Number.MAX_SAFE_INTEGER })
  return {
    members: membership.present().map(({ person, role }) => ({
      id: person,
      name: membership.nameOf(person),
      coordinator: role !== 'member',
      languages: (ledger.get(runtime.memberDocument(person))?.record as MemberView | undefined)?.lang ?? [],
    })),
    cards: records.flatMap(({ id, record }) => cardFacts(id, record as unknown as ContactView)),
    circles: (network?.circles ?? []).filter(({ archivedAt }) => archivedAt === null),
  }
}

function cardFacts(id: string, card: ContactView): CardFacts[] {
  const { archived, hidden } = kindSpec('contact').summary(card)
  return archived || hidden ? [] : [{ ...card, id, consentBy: card.consentLog.at(-1)?.by ?? null }]
}
