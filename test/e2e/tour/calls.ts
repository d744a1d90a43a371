import type { Bridge } from '../../../core/bridge/rpc-client.ts'
import { bridgeOf } from './fill.ts'
import { at, choose, entry, fillIn, keys, more, pick, press, stop, toEnd, untilButton, type Stop } from './stops.ts'

/** Alerts that the pictures show, by id. */
interface Calls {
  readonly incident: string
  /** From Lee, waits for an answer. */
  readonly incoming: string
  /** A text that identifies somebody; and one that goes wide unverified, which Lee has confirmed. */
  readonly draft: string
  readonly confirm: string
  readonly drill: string
  /** From Ana; Lee is out for it. */
  readonly sent: string
  /** From Lee, and all clear; Ana had said that she comes. */
  readonly over: string
}

export interface Around {
  readonly network: string
  /** Verified, and verified by nobody. */
  readonly incident: string
  readonly unverified: string
  /** Folder of Lee's profile. */
  readonly profile: string
}

/** Lee calls for help, and so does Ana: real ones in several states, a drill, and drafts that wait for a second member. */
export async function call(bridge: Bridge, { network, incident, unverified, profile }: Around): Promise<Calls> {
  const record = { about: { kind: 'incident', id: incident }, kind: 'supplies', instruction: 'Meet at the hall door.' }
  const make = async (from: Bridge, more: object): Promise<string> =>
    (await from.call('record:add', { network, kind: 'alert', records: [{ ...record, ...more }] })).ids[0]!
  const lee = await bridgeOf(profile)
  const wide = { audience: { scope: 'network' }, need: [{ count: 4 }, { role: 'driver', count: 1 }] }
  const sent = await make(bridge, { headline: 'Two pumps needed in Mill Lane', ...wide })
  const drill = await make(bridge, { headline: 'Practice: sandbags to the hall', status: 'Exercise', ...wide })
  const draft = await make(bridge, { headline: 'Ring 600 000 001 about the pumps', ...wide })
  for (const id of [sent, drill]) await bridge.call('alert:send', { network, id })
  await recordAnswers(bridge, network, sent)
  const over = await make(lee, { headline: 'Carry water to Mill Lane', kind: 'care' })
  await lee.call('alert:send', { network, id: over })
  await until(() => bridge.call('alert:answer', { network, id: over, answer: 'coming', agreed: true }))
  await until(() => lee.call('alert:answer', { network, id: sent, answer: 'coming', agreed: true }))
  await lee.call('alert:all-clear', { network, id: over, note: 'Thank you, the pump runs.' })
  const child = { about: { kind: 'incident', id: unverified }, kind: 'interpret' }
  const confirm = await make(lee, { headline: 'An interpreter to the first-aid tent', ...wide, ...child })
  await lee.call('alert:confirm', { network, id: confirm, what: 'unverified' })
  const incoming = await make(lee, { headline: 'A driver for blankets, tonight', kind: 'care', need: [{ count: 2 }] })
  await lee.call('alert:send', { network, id: incoming })
  lee.close()
  return { incident, incoming, draft, confirm, drill, sent, over }
}

/** What people said on the phone: the board has somebody in most of its columns. */
async function recordAnswers(bridge: Bridge, network: string, id: string): Promise<void> {
  const { records } = await bridge.call('record:list', { network, kind: 'contact', sort: 'name' })
  const others = records.filter((card) => (card as { member?: unknown }).member === null)
  const said = [{ answer: 'coming', eta: Date.now() + 20 * 60_000 }, { answer: 'cannot' }, {}] as const
  for (const [at, answer] of said.entries()) {
    const person = others[at]?.id
    if (person !== undefined) await bridge.call('alert:record', { network, id, person, via: 'phone', ...answer })
  }
}

/** What waits for the other laptop to have it. */
async function until<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 0; tries < 50; tries++) {
    const answer = await ask().catch(() => undefined)
    if (answer !== undefined) return answer
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return ask()
}

/** The calls on screen: the one that comes in, as window, banner and screen; the board; drafts, a drill; writing one. */
export function calls({ incident, incoming, draft, confirm, drill, sent, over }: Calls): readonly Stop[] {
  return [
    stop('call-window', (page) => page.locator('[data-incoming]').waitFor()),
    stop('call-preferences', keys('Escape'), at('/privacy'), (page, t) =>
      page.getByText(t('prefs.sound')).first().scrollIntoViewIfNeeded(),
    ),
    stop('call-banner', at('/plans'), (page) => page.locator('[data-what]').waitFor()),
    stop('call-incoming', at(`/alerts/${incoming}`)),
    stop('call-board', at(`/alerts/${sent}`)),
    stop('call-board-end', toEnd),
    stop('call-record', at(`/alerts/${sent}`), press('alert.record', { name: 'Marcos' })),
    stop('call-pair', at(`/alerts/${sent}`), (page, t) =>
      page
        .getByRole('button', { name: `${t('board.pair')}: Lee` })
        .first()
        .click(),
    ),
    stop('call-all-clear', at(`/alerts/${sent}`), press('alert.run.all-clear')),
    stop('call-over', at(`/alerts/${over}`)),
    stop('call-over-end', toEnd),
    stop('call-help', at(`/alerts/${over}`), press('incident.answer.needs-help')),
    stop('call-debrief', at(`/alerts/${over}`), press('debrief.write')),
    stop('call-drill', at(`/alerts/${drill}`)),
    stop('call-draft', at(`/alerts/${draft}`)),
    stop('call-confirm', at(`/alerts/${confirm}`)),
    stop('call-confirm-asked', press('alert.confirm.unverified')),
    stop('call-tree', at(`/tree/${sent}`)),
    stop('call-erase', at(`/incidents/${incident}`), more, entry('erase.action'), untilButton('erase.confirm')),
    stop('call-list', at('/alerts')),
    stop('call-today', at('/today')),
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

/** Lee needs help: the whole window of who called. */
export async function askForHelp(network: string, { sent }: Calls, profile: string): Promise<void> {
  const lee = await bridgeOf(profile)
  await lee.call('alert:needs-help', { network, id: sent, note: 'At the bridge, cannot get back over' })
  lee.close()
}

/** Somebody who is out asks for help: the window, the banner, the board. */
export function helpAsked({ sent }: Calls): readonly Stop[] {
  return [
    stop('call-needs-help', (page) => page.locator('[data-incoming=needs-help]').waitFor()),
    stop('call-needs-help-banner', keys('Escape'), at('/people')),
    stop('call-needs-help-board', at(`/alerts/${sent}`), toEnd),
  ]
}

/** Nobody is called any more. */
export async function callOff(bridge: Bridge, network: string, { incoming, sent }: Calls): Promise<void> {
  for (const id of [incoming, sent]) await bridge.call('alert:all-clear', { network, id })
}
