import type { CommandOutput, Handlers } from '../../bridge/contract.ts'
import type { MemberView } from '../../domain/records/member.ts'
import { type CircleView, DEFAULT_SETTINGS, type NetworkView } from '../../domain/records/network.ts'
import { CHECK_IN_MINUTES } from '../../domain/states/responder-states.ts'
import { MeshError } from '../../shared/errors.ts'
import type { EngineAccess } from '../access.ts'
import { act } from '../handlers/act.ts'
import type { NetworkRuntime } from '../network/network-runtime.ts'

type Names = 'journey:list' | 'journey:start' | 'journey:arrive' | 'journey:needs-help'
type Journey = CommandOutput<'journey:list'>['journeys'][number]

/** Journeys of members on the routes of their circles. */
export function journeyHandlers(engine: EngineAccess): Pick<Handlers, Names> {
  const ofOwn = async (network: string, name: string, input: object): Promise<{ id: string }> => {
    const { person } = engine.unlocked.network(network).membership
    await act(engine, { network, kind: 'member', id: person, act: name, input })
    return { id: person }
  }
  return {
    'journey:list': async ({ network }) => {
      const runtime = engine.unlocked.network(network)
      const circles = circlesOf(runtime)
      return {
        journeys: runtime.membership.present().flatMap(({ person }) => journeyOf(runtime, circles, person) ?? []),
      }
    },
    'journey:start': async ({ network, circle: circleId, route: routeId, minutes }) => {
      const runtime = engine.unlocked.network(network)
      const circle = circlesOf(runtime).find((one) => one.id === circleId && one.archivedAt === null)
      const route = circle?.routes.find((one) => one.id === routeId)
      if (circle === undefined || route === undefined) throw new MeshError('domain/not-found', 'No such route')
      if (!circle.members.includes(runtime.membership.person)) throw notNow('not-in-circle')
      if (route.expired || route.archivedAt !== null) throw notNow('route-over')
      return ofOwn(network, 'startJourney', {
        circle: circleId,
        route: routeId,
        minutes:
          minutes ?? circle.checkInMinutes ?? runtime.settings?.checkInMinutes ?? DEFAULT_SETTINGS.checkInMinutes,
        grace: circle.checkInGraceMinutes ?? CHECK_IN_MINUTES.grace,
      })
    },
    'journey:arrive': ({ network }) => ofOwn(network, 'arrive', {}),
    'journey:needs-help': ({ network }) => ofOwn(network, 'needHelp', {}),
  }
}

function circlesOf({ ledger, networkDocument }: NetworkRuntime): readonly CircleView[] {
  return (ledger.get(networkDocument)?.record as NetworkView | undefined)?.circles ?? []
}

function journeyOf(runtime: NetworkRuntime, circles: readonly CircleView[], person: string): Journey | undefined {
  const { ledger, membership } = runtime
  const journey = (ledger.get(runtime.memberDocument(person))?.record as MemberView | undefined)?.journey
  if (journey === undefined || journey === null) return undefined
  const circle = circles.find(({ id }) => id === journey.circle)
  const route = circle?.routes.find(({ id }) => id === journey.route)
  const buddies = (circle?.buddies ?? []).flatMap(({ first, second }) =>
    first === person ? second : second === person ? first : [],
  )
  return {
    ...journey,
    person,
    name: membership.nameOf(person),
    you: person === membership.person,
    ...(circle !== undefined && { circleName: circle.name }),
    ...(typeof route?.name === 'string' && { routeName: route.name }),
    buddies: [...new Set(buddies)].toSorted(),
    ...(typeof circle?.pointContact === 'string' && { pointContact: circle.pointContact }),
  }
}

function notNow(reason: 'not-in-circle' | 'route-over'): MeshError {
  return new MeshError('domain/not-allowed-now', 'This journey cannot begin', { details: { reason } })
}
