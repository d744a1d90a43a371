import type { Bridge } from '../../../core/bridge/rpc-client.ts'
import { bridgeOf } from './fill.ts'
import { at, press, stop, toEnd, type Stop } from './stops.ts'

/** Ana looks after the circle: a second one with gaps, teams, a link, both on their way, and Lee needs help. */
export async function care(
  bridge: Bridge,
  { network, circle, profile }: { network: string; circle: string; profile: string },
): Promise<{ readonly gaps: string }> {
  const of = { network, kind: 'network', id: network } as const
  const act = async (name: string, input: object): Promise<string> =>
    (await bridge.call('record:act', { ...of, act: name, input })).entry ?? ''
  const { networks } = await bridge.call('network:list', {})
  const ana = networks.find(({ id }) => id === network)!.person
  const { members } = await bridge.call('member:list', { network })
  const lee = members.find(({ name }) => name === 'Lee')!.id
  await act('editCircle', { circle, backUp: lee })
  const gaps = await act('addCircle', { name: 'Mill Lane', members: [ana, lee] })
  await act('addTeam', { skill: 'First aid', pointContact: ana, backUp: lee })
  await act('addTeam', { skill: 'Interpreters' })
  const link = { name: 'East side area', pointContact: 'Their office', shared: 'Calls for supplies, no names' }
  await act('addLink', link)
  const { record } = await bridge.call('network:show', { network })
  const circles = record['circles'] as { id: string; routes: { id: string }[] }[]
  const route = circles.find(({ id }) => id === circle)?.routes[0]?.id ?? ''
  const there = await bridgeOf(profile)
  await there.call('journey:start', { network, circle, route })
  await there.call('journey:needs-help', { network })
  await there.call('sync:wait', { network }).catch(() => undefined)
  there.close()
  return { gaps }
}

/** Circles with what they lack, teams, journeys. */
export function cared({ circle, gaps }: { circle: string; gaps: string }): readonly Stop[] {
  return [
    stop('care-circles', at('/circles')),
    stop('care-teams', at('/circles/teams')),
    stop('care-teams-end', toEnd),
    stop('care-team-new', press('team.add')),
    stop('care-link-new', at('/circles/teams'), press('link.add')),
    stop('care-gaps', at(`/circles/${gaps}`)),
    stop('care-gaps-end', toEnd),
    stop('care-help', at(`/circles/${circle}`)),
    stop('care-help-end', toEnd),
    stop('care-set-out', at(`/circles/${circle}`), press('journey.start.name', { name: 'Morning bus' })),
  ]
}

/** Shifts: before the first, while somebody is on call, and when nobody is any more. */
export const DUTY_NEVER: readonly Stop[] = [stop('duty-never', at('/duty')), stop('duty-start', press('duty.start'))]

export const DUTY_ON: readonly Stop[] = [
  stop('duty-on', at('/duty')),
  stop('duty-hand-over', press('duty.hand-over.name', { name: 'Ana' })),
  stop('duty-end', at('/duty'), press('duty.end.name', { name: 'Ana' })),
  stop('duty-today', at('/today')),
]

export const DUTY_NOBODY: readonly Stop[] = [
  stop('duty-nobody', at('/duty')),
  stop('duty-nobody-strip', at('/circles')),
  stop('duty-nobody-today', at('/today')),
]
