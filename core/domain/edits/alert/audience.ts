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

/** Who is asked next when the audience did not answer: the back-ups of its circles and all who have the skill, or else everybody. */
export function backUps(audience: Audience, people: NetworkPeople, sender: string): string[] {
  const asked = new Set(addressees(audience, people, sender))
  const circles = people.circles.filter(({ members }) => members.some((member) => asked.has(member)))
  const named = circles.flatMap(({ backUp }) => backUp ?? [])
  const neighbours = people.circles.find((circle) => !circles.includes(circle))?.members ?? []
  const current = new Set(people.members.map(({ id }) => id))
  return [...new Set([...named, ...neighbours])]
    .filter((id) => id !== sender && current.has(id) && !asked.has(id))
    .toSorted()
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
