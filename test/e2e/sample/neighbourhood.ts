import type { Bridge } from '../../../core/bridge/rpc-client.ts'

const DAY_MS = 86_400_000

export interface Neighbourhood {
  readonly contact: string
  readonly circle: string
  readonly plan: string
}

/** Cards, circles, routes and plans of a network with two people, enough for every screen to have something on it. */
export async function addNeighbourhood(
  bridge: Bridge,
  { network, you, other }: { network: string; you: string; other: string },
  now: number,
): Promise<Neighbourhood> {
  const at = (days: number, hour: number): number => new Date(now + days * DAY_MS).setHours(hour, 0, 0, 0)
  const ofNetwork = { network, kind: 'network', id: network } as const
  const settings = { country: 'ES', timeZone: 'Europe/Madrid', emergencyNumber: '112' }
  await bridge.call('record:edit', { ...ofNetwork, patch: { area: 'Canal quarter', lang: ['es', 'ar'], settings } })
  const input = { name: 'North bank', members: [you, other], pointContact: you }
  const circle = (await bridge.call('record:act', { ...ofNetwork, act: 'addCircle', input })).entry ?? ''
  await bridge.call('record:act', { ...ofNetwork, act: 'setBuddies', input: { circle, first: you, second: other } })
  const windows = [{ days: ['MO', 'FR'], from: '07:30', to: '08:15' }]
  const route = { circle, name: 'Morning bus', places: ['Mill bridge', 'Market'], windows }
  await bridge.call('record:act', { ...ofNetwork, act: 'addRoute', input: route })
  const { ids: cards } = await bridge.call('record:add', {
    network,
    kind: 'contact',
    records: [
      { fn: 'Ana', member: you, tel: ['600 000 001'], circle, consent: { phoneTree: true, givenBy: 'Ana' } },
      { fn: 'Marcos', tel: ['600 000 002'], role: ['driver'], lang: ['es'] },
      { fn: 'سلمى', tel: ['600 000 003'], consent: { phoneTree: false } },
      { fn: 'Dora', consent: { phoneTree: true, givenAt: now - 9 * DAY_MS, expiresAt: now - DAY_MS } },
    ],
  })
  const { ids: plans } = await bridge.call('record:add', {
    network,
    kind: 'plan',
    records: [
      {
        summary: 'Check on neighbours in the heat',
        kind: 'supply',
        start: at(0, 17),
        end: at(0, 20),
        place: { label: 'Community house' },
        description: 'Two by two.',
        tasks: [{ summary: 'Fetch water', due: at(0, 15) }, { summary: 'Print the street list' }],
        shifts: [{ start: at(0, 17), end: at(0, 18), role: 'North streets', min: 2, max: 4 }],
        coSponsors: [{ organisation: 'Tenants of Mill Lane', gives: 'Fans' }],
        demands: [{ text: 'Open the library in the heat', institution: 'City council', institutionKind: 'council' }],
        supplies: [{ name: 'Water', unit: 'bottles', wanted: 40, stock: 26 }],
      },
      { summary: 'Circle meeting', kind: 'meeting', start: at(-7, 19), rrule: 'FREQ=WEEKLY', tzid: 'Europe/Madrid' },
    ],
  })
  const plan = plans[0] ?? ''
  await bridge.call('record:act', { network, kind: 'plan', id: plan, act: 'signUp', input: { person: other } })
  await bridge.call('invite:create', { network, uses: 5, approve: true })
  return { contact: cards[1] ?? '', circle, plan }
}
