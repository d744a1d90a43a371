import type { CommandOutput, Handlers } from '../../bridge/contract.ts'
import { suggestBuddies, withoutBuddy } from '../../domain/circles/buddy-suggestions.ts'
import { numbersToCall, postOf } from '../../domain/circles/posts.ts'
import { addressees, backUps } from '../../domain/edits/alert/audience.ts'
import type { NetworkPeople } from '../../domain/edits/alert/facts.ts'
import type { MemberView } from '../../domain/records/member.ts'
import { DEFAULT_SETTINGS, type CircleView, type NetworkView } from '../../domain/records/network.ts'
import type { EngineAccess } from '../access.ts'
import { alertFacts } from '../alerts/facts.ts'
import type { NetworkRuntime } from '../network/network-runtime.ts'
import { OwnCards } from './own-cards.ts'

type Circle = CommandOutput<'circle:list'>['circles'][number]

/** What is known of circles beyond their own fields. */
export function circleHandlers(engine: EngineAccess): Pick<Handlers, 'circle:list'> {
  const ownCards = new OwnCards()
  return {
    'circle:list': async ({ network }) => {
      const runtime = engine.unlocked.network(network)
      const record = runtime.ledger.get(runtime.networkDocument)?.record as NetworkView | undefined
      const people = peopleOf(runtime, ownCards)
      const facts = alertFacts(runtime)
      const asked = facts.people()
      const options = {
        cap: record?.settings.pairsCap ?? DEFAULT_SETTINGS.pairsCap,
        now: runtime.clock.now(),
        backUpsOf: (circle: string) => backUps({ scope: 'circle', of: circle }, asked, ''),
      }
      const circles = (record?.circles ?? []).filter(({ archivedAt }) => archivedAt === null)
      return {
        circles: circles.map((circle) => shownCircle(circle, people, options)),
        teams: (record?.teams ?? [])
          .filter(({ archivedAt }) => archivedAt === null)
          .map(({ id, skill, pointContact, backUp }) => ({
            id,
            skill,
            members: membersWith(skill, asked),
            pointContact: postOf(pointContact, people),
            backUp: postOf(backUp, people),
          })),
        escalationMinutes: [...facts.escalationMinutes()],
      }
    },
  }
}

interface People {
  readonly isMember: (person: string) => boolean
  readonly numbers: ReadonlyMap<string, string>
  /** Language tags, from what they say as a member and from their card. */
  readonly langOf: (person: string) => readonly string[]
}

function peopleOf(runtime: NetworkRuntime, ownCards: OwnCards): People {
  const members = new Set(runtime.membership.present().map(({ person }) => person))
  const cards = ownCards.of(runtime)
  return {
    isMember: (person) => members.has(person),
    numbers: numbersToCall(cards),
    langOf: (person) => {
      const record = runtime.ledger.get(runtime.memberDocument(person))?.record as MemberView | undefined
      const carded = cards.filter(({ member, state }) => member === person && state !== 'archived')
      return [...(record?.lang ?? []), ...carded.flatMap(({ lang }) => lang)]
    },
  }
}

/** As a call to specialists would find them, the one who asks among them. */
function membersWith(skill: string, people: NetworkPeople): string[] {
  return addressees({ scope: 'specialists', of: skill }, people, '')
}

interface CircleOptions {
  /** Buddies that one person may have. */
  readonly cap: number
  readonly now: number
  readonly backUpsOf: (circle: string) => string[]
}

function shownCircle(circle: CircleView, people: People, { cap, now, backUpsOf }: CircleOptions): Circle {
  const members = circle.members.filter(people.isMember)
  const current = circle.routes.filter(
    ({ archivedAt, expiresAt }) => archivedAt === null && (expiresAt === null || expiresAt > now),
  )
  const companions = members.map((person) => ({
    person,
    lang: people.langOf(person),
    routes: current.filter(({ travellers }) => travellers.includes(person)).map(({ id }) => id),
  }))
  const buddies = circle.buddies.filter(({ first, second }) => people.isMember(first) && people.isMember(second))
  return {
    id: circle.id,
    name: circle.name,
    members,
    pointContact: postOf(circle.pointContact, people),
    backUp: postOf(circle.backUp, people),
    alone: withoutBuddy(members, buddies),
    suggestions: suggestBuddies(companions, buddies, { cap }).map((one) => ({
      ...one,
      routes: [...one.routes],
      lang: [...one.lang],
    })),
    escalatesTo: backUpsOf(circle.id),
  }
}
