import type { AlertContent } from '../../records/alert/alert.ts'
import { foldText } from '../../text/clean.ts'
import { CHECK_IN_MINUTES } from '../../states/responder-states.ts'
import type { AlertFacts, NetworkPeople } from './facts.ts'

/** Whom an alert is for. */
export type Audience = NonNullable<AlertContent['audience']>

/** A skill that makes a member one of the verifiers, beside the coordinators. */
const VERIFYING = new Set(['verify', 'verifier', 'verification'])

/**
 * Person ids of those whom an audience means, sorted, without the sender.
 *
 * - `circle`: of that circle; without one, of the sender's own circles, and in a network that is a circle, all
 * - `network`: everybody
 * - `specialists`: who has the skill, case and accents aside
 * - `verifiers`: coordinators and whoever has the skill `verify`
 */
export function addressees(audience: Audience, people: NetworkPeople, sender: string): string[] {
  const current = new Set(people.members.map(({ id }) => id))
  const meant = membersOf(audience, people, sender)
  return [...new Set(meant)].filter((id) => id !== sender && current.has(id)).toSorted()
}

function membersOf({ scope, of }: Audience, people: NetworkPeople, sender: string): readonly string[] {
  const all = people.members.map(({ id }) => id)
  switch (scope) {
    case 'network':
      return all
    case 'circle':
      if (of !== null) return people.circles.find(({ id }) => id === of)?.members ?? []
      return people.kind === 'circle' ? all : ownCircles(people, sender).flatMap(({ members }) => members)
    case 'specialists':
      return people.members.filter(({ skills }) => of !== null && hasSkill(skills, foldText(of))).map(({ id }) => id)
    case 'verifiers':
      return people.members
        .filter(({ coordinator, skills }) => coordinator || skills.some((skill) => VERIFYING.has(foldText(skill))))
        .map(({ id }) => id)
  }
}

/** Whether an audience stays within the sender's own circle or goes to verifiers only: nothing need be verified for it. */
export function reachOf({ scope, of }: Audience, people: NetworkPeople, sender: string): 'own' | 'wide' {
  if (scope === 'verifiers') return 'own'
  if (scope !== 'circle') return 'wide'
  return of === null || ownCircles(people, sender).some(({ id }) => id === of) ? 'own' : 'wide'
}

/** In a network that is a circle, all of it is the sender's own circle. */
export function settledAudience(audience: Audience, people: NetworkPeople | undefined): Audience {
  return audience.scope === 'network' && people?.kind === 'circle' ? { scope: 'circle', of: null } : audience
}

/**
 * Who is asked next when the audience did not answer, sorted: the point contacts and back-ups of its circles and of its team, then the
 * neighbouring circle. What stayed within the own circle because nobody has verified it goes to such contacts and to verifiers only.
 */
export function backUps(
  audience: Audience,
  people: NetworkPeople,
  sender: string,
  { verified = true }: { /** Or confirmed by two members: it may go wide. */ readonly verified?: boolean } = {},
): string[] {
  const asked = new Set(addressees(audience, people, sender))
  const circles = circlesOf(audience, people, { sender, asked })
  const posts = [...circles, ...teamsOf(audience, people)].flatMap((one) => [one.pointContact, one.backUp])
  const others = verified
    ? (neighbourOf(circles, people)?.members ?? [])
    : membersOf({ scope: 'verifiers', of: null }, people, sender)
  const current = new Set(people.members.map(({ id }) => id))
  return [...new Set([...posts, ...others])]
    .flatMap((id) => id ?? [])
    .filter((id) => id !== sender && current.has(id) && !asked.has(id))
    .toSorted()
}

/** The circles that are addressed; of another audience, those in which somebody is. */
function circlesOf(
  { scope, of }: Audience,
  people: NetworkPeople,
  { sender, asked }: { sender: string; asked: ReadonlySet<string> },
): NetworkPeople['circles'] {
  if (scope === 'circle' && of !== null) return people.circles.filter(({ id }) => id === of)
  if (scope === 'circle' && people.kind !== 'circle') return ownCircles(people, sender)
  return people.circles.filter(({ members }) => members.some((member) => asked.has(member)))
}

/** The specialist teams whose skill is asked for. */
function teamsOf({ scope, of }: Audience, { teams = [] }: NetworkPeople): NonNullable<NetworkPeople['teams']> {
  if (scope === 'specialists' && of !== null) return teams.filter(({ skill }) => foldText(skill) === foldText(of))
  return scope === 'verifiers' ? teams.filter(({ skill }) => VERIFYING.has(foldText(skill))) : []
}

/**
 * The circle next to some: whose routes pass most of the same places, then which shares most members, then the next by id after theirs, so
 * that it is not always the same one. The same on every laptop.
 */
export function neighbourOf(
  circles: NetworkPeople['circles'],
  { circles: all }: Pick<NetworkPeople, 'circles'>,
): NetworkPeople['circles'][number] | undefined {
  const ids = new Set(circles.map(({ id }) => id))
  const last = [...ids].toSorted().at(-1)
  if (last === undefined) return undefined
  const places = new Set(circles.flatMap((one) => (one.places ?? []).map(foldText)))
  const members = new Set(circles.flatMap((one) => one.members))
  const near = ({ places: own = [], members: others }: (typeof all)[number]): [number, number] => [
    new Set(own.map(foldText).filter((place) => places.has(place))).size,
    others.filter((member) => members.has(member)).length,
  ]
  const compare = (a: (typeof all)[number], b: (typeof all)[number]): number => {
    const [[aPlaces, aMembers], [bPlaces, bMembers]] = [near(a), near(b)]
    const turn = ({ id }: { id: string }): string => `${id > last ? 0 : 1}${id}`
    return bPlaces - aPlaces || bMembers - aMembers || (turn(a) < turn(b) ? -1 : 1)
  }
  return all.filter(({ id, members: others }) => !ids.has(id) && others.length > 0).toSorted(compare)[0]
}

/**
 * Minutes from one word of a responder to the next, and of grace: those of the circles that are addressed, of several the shortest;
 * else the network's.
 */
export function checkInRule(audience: Audience, facts: AlertFacts, sender: string): [every: number, grace: number] {
  const people = facts.people()
  const own = audience.scope !== 'circle' ? [] : audience.of === null ? ownCircles(people, sender) : people.circles
  const circles = audience.of === null ? own : own.filter(({ id }) => id === audience.of)
  const shortest = (minutes: readonly (number | null | undefined)[], usual: number): number => {
    const set = minutes.filter((one) => typeof one === 'number')
    return set.length > 0 ? Math.min(...set) : usual
  }
  return [
    shortest(
      circles.map(({ checkInMinutes }) => checkInMinutes),
      facts.checkInMinutes?.() ?? CHECK_IN_MINUTES.every,
    ),
    shortest(
      circles.map(({ checkInGraceMinutes }) => checkInGraceMinutes),
      CHECK_IN_MINUTES.grace,
    ),
  ]
}

function ownCircles(people: NetworkPeople, person: string): NetworkPeople['circles'] {
  return people.circles.filter(({ members }) => members.includes(person))
}

function hasSkill(skills: readonly string[], folded: string): boolean {
  return skills.some((skill) => foldText(skill) === folded)
}
