import { connectBridge, type Bridge } from '../../../core/bridge/rpc-client.ts'
import { connectControlSocket } from '../../../core/bridge/socket.ts'
import { PASSPHRASE } from '../pages/first-steps.ts'
import { addIncidents } from '../sample/incidents.ts'
import { addNeighbourhood } from '../sample/neighbourhood.ts'
import type { Shown } from './itinerary.ts'

/** The bridge of a running Muster, by its profile. */
export async function bridgeOf(profile: string): Promise<Bridge> {
  return connectBridge((await connectControlSocket(profile))!)
}

/** Lets Lee in and puts something on every screen of the network. */
export async function fill(bridge: Bridge, network: string, lee: string): Promise<Shown> {
  const other = await bridgeOf(lee)
  const { code } = await bridge.call('invite:create', { network, uses: 5 })
  await other.call('profile:unlock', { passphrase: PASSPHRASE })
  const joined = await other.call('network:join', { code, as: 'Lee' })
  const { id: elsewhere } = await other.call('network:create', { name: 'First aid, east side', as: 'Lee' })
  const { code: invite } = await other.call('invite:create', { network: elsewhere, uses: 5, approve: true })
  other.close()
  const { networks } = await bridge.call('network:list', {})
  const people = { network, you: networks[0]!.person, other: joined.id }
  const { plan, contact, circle } = await addNeighbourhood(bridge, people, Date.now())
  const [incident = '', , , another = ''] = await addIncidents(bridge, network, Date.now())
  const { ids: erased } = await bridge.call('record:add', { network, kind: 'incident', records: [{ what: 'Test' }] })
  await bridge.call('record:erase', { network, ids: erased })
  await bridge.call('sync:wait', { network }).catch(() => undefined)
  const missing = incident.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a'))
  return { incident, missing, other: another, plan, contact, circle, invite }
}

/** Somebody asks to be let in, and an incident is hidden. */
export async function disturb(
  bridge: Bridge,
  { network, incident, profile }: { network: string; incident: string; profile: string },
): Promise<void> {
  const { code } = await bridge.call('invite:create', { network, uses: 5, approve: true })
  const asking = await bridgeOf(profile)
  await asking.call('profile:unlock', { passphrase: PASSPHRASE })
  void asking.call('network:join', { code, as: 'Mira' }).catch(() => undefined)
  const input = { reason: 'identifies-someone' }
  await bridge.call('record:act', { network, kind: 'incident', id: incident, act: 'flag', input })
  for (let tries = 0; tries < 50; tries++) {
    if ((await bridge.call('request:list', { network })).requests.length > 0) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  throw new Error('nobody asked to be let in')
}
