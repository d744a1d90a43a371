import type { Bridge } from '../../../core/bridge/rpc-client.ts'
import { bridgeOf } from './fill.ts'
import { at, choose, fillIn, keys, pick, press, stop, toEnd, type Stop } from './stops.ts'

/** Alerts that the pictures show, by id. */
interface Calls {
  readonly incident: string
  /** From Lee, waits for an answer. */
  readonly incoming: string
  readonly draft: string
  readonly drill: string
  readonly sent: string
}

/** Lee calls for help, and so does Ana: a real one, a drill, and a draft that waits for a second member. */
export async function call(
  bridge: Bridge,
  { network, incident, profile }: { network: string; incident: string; profile: string },
): Promise<Calls> {
  const record = { about: { kind: 'incident', id: incident }, kind: 'supplies', instruction: 'Meet at the hall door.' }
  const make = async (from: Bridge, more: object): Promise<string> =>
    (await from.call('record:add', { network, kind: 'alert', records: [{ ...record, ...more }] })).ids[0]!
  const wide = { audience: { scope: 'network' }, need: [{ count: 4 }, { role: 'driver', count: 1 }] }
  const sent = await make(bridge, { headline: 'Two pumps needed in Mill Lane', ...wide })
  const drill = await make(bridge, { headline: 'Practice: sandbags to the hall', status: 'Exercise', ...wide })
  const draft = await make(bridge, { headline: 'Ring 600 000 001 about the pumps', ...wide })
  for (const id of [sent, drill]) await bridge.call('alert:send', { network, id })
  const lee = await bridgeOf(profile)
  const incoming = await make(lee, { headline: 'A driver for blankets, tonight', status: 'Actual', kind: 'care' })
  await lee.call('alert:confirm', { network, id: incoming, what: 'unverified' })
  await lee.call('alert:send', { network, id: incoming })
  lee.close()
  return { incident, incoming, draft, drill, sent }
}

/** The calls on screen: written, a draft, a board, a drill; and the one that comes in, above another screen. */
export function calls({ incident, incoming, draft, drill, sent }: Calls): readonly Stop[] {
  return [
    stop('call-window', at('/plans'), (page) => page.locator('[data-incoming]').waitFor()),
    stop('call-banner', keys('Escape'), (page) => page.locator('[data-what]').waitFor()),
    stop('call-incoming', at(`/alerts/${incoming}`)),
    stop('call-board', at(`/alerts/${sent}`)),
    stop('call-record', press('alert.record', { name: 'Lee' })),
    stop('call-drill', at(`/alerts/${drill}`)),
    stop('call-draft', at(`/alerts/${draft}`)),
    stop('call-list', at('/alerts')),
    stop('call-write', at(`/incidents/${incident}`), press('alert.call')),
    stop('call-write-missing', keys('Enter')),
    stop('call-write-wide', choose('alert.audience.network'), choose('alert.drill'), choose('alert.drill')),
    stop('call-write-end', toEnd),
    stop(
      'call-check',
      pick('alert.kind', 'help.supplies'),
      fillIn('alert.headline', 'Two pumps and a hose to Mill Lane'),
      fillIn('alert.instruction', 'Meet at the hall door. Ring 600 000 001.'),
      press('compose.review'),
    ),
    stop('call-check-end', toEnd),
    stop('call-check-drill', press('action.back'), choose('alert.drill'), press('compose.review')),
  ]
}

/** Nobody is called any more. */
export async function callOff(bridge: Bridge, network: string, { incoming }: Calls): Promise<void> {
  await bridge.call('alert:all-clear', { network, id: incoming })
}
