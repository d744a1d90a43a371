import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import type { Page } from 'playwright-core'

import { connectBridge, type Bridge } from '../../../core/bridge/rpc-client.ts'
import { connectControlSocket } from '../../../core/bridge/socket.ts'
import { launchWeb } from '../launch-web.ts'
import type { Running } from '../running.ts'
import { choosePassphrase, goTo } from './first-steps.ts'
import { watchProblems } from './problems.ts'

/** One of the two: its window, and its engine as a window would ask it. */
export interface Alerted {
  readonly page: Page
  readonly bridge: Bridge
  /** Person id. */
  readonly person: string
}

export interface TwoAlerted {
  readonly ana: Alerted
  readonly lee: Alerted
  readonly network: string
  /** Reported, and verified by nobody. */
  readonly incident: string
  /** What the two pages complained about. */
  readonly complaints: () => string[]
  /** Code of an invite for one more, and where it leads. */
  readonly invite: () => Promise<string>
  readonly close: () => Promise<void>
}

/** Ana and Lee in an area with a circle of the two, connected; Lee can be phoned. In English. */
export async function openTwoAlerted(): Promise<TwoAlerted> {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-alert-'))
  const complaints: string[][] = []
  const opened: { running: Running; bridge: Bridge }[] = []
  const open = async (name: string): Promise<{ page: Page; bridge: Bridge }> => {
    const profile = path.join(folder, name)
    const running = await launchWeb({ profile, listen: '127.0.0.1:0', language: 'en-GB', args: ['--no-discovery'] })
    complaints.push(watchProblems(running.page))
    await choosePassphrase(running.page)
    const bridge = connectBridge((await connectControlSocket(profile))!)
    opened.push({ running, bridge })
    return { page: running.page, bridge }
  }
  const ana = await open('ana')
  const lee = await open('lee')
  const { id: network } = await ana.bridge.call('network:create', {
    name: 'Canal Street area',
    as: 'Ana',
    kind: 'area',
  })
  const invite = async (): Promise<string> => {
    const { addresses } = await ana.bridge.call('sync:status', {})
    return (await ana.bridge.call('invite:create', { network, addresses })).code
  }
  await lee.bridge.call('network:join', { code: await invite(), as: 'Lee' })
  const personOf = async ({ bridge }: { bridge: Bridge }): Promise<string> =>
    (await bridge.call('network:list', {})).networks[0]!.person
  const [anas, lees] = [await personOf(ana), await personOf(lee)]
  const ofNetwork = { network, kind: 'network', id: network } as const
  await ana.bridge.call('record:edit', { ...ofNetwork, patch: { settings: { country: 'ES', emergencyNumber: '112' } } })
  const input = { name: 'Mill bank', members: [anas, lees] }
  await ana.bridge.call('record:act', { ...ofNetwork, act: 'addCircle', input })
  const card = { fn: 'Lee', member: lees, tel: ['600 000 002'], consent: { phoneTree: true, givenBy: 'Lee' } }
  await ana.bridge.call('record:add', { network, kind: 'contact', records: [card] })
  const report = { what: 'Water in Mill Lane', place: { label: 'Mill Lane', precision: 'block' } }
  const { ids } = await ana.bridge.call('record:add', { network, kind: 'incident', records: [report] })
  for (const { page } of [ana, lee]) await page.getByRole('navigation').waitFor()
  return {
    ana: { ...ana, person: anas },
    lee: { ...lee, person: lees },
    network,
    incident: ids[0]!,
    complaints: () => complaints.flat(),
    invite,
    close: async () => {
      for (const { bridge, running } of opened) {
        bridge.close()
        await running.close()
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export interface Written {
  readonly headline: string
  /** `circle`: the sender's own, where nothing need be verified. */
  readonly to?: 'circle' | 'network'
  readonly drill?: boolean
  readonly count?: string
}

/** Fills in a call about the incident, up to its second step. */
export async function writeCall({ page }: Alerted, incident: string, written: Written): Promise<void> {
  const { headline, to = 'circle', drill = false, count = '1' } = written
  await goTo(page, `/incidents/${incident}`)
  await page.getByRole('button', { name: 'Call for help' }).click()
  await page.getByRole('button', { name: /Kind of help/ }).click()
  await page.getByRole('option', { name: 'Supplies' }).click()
  await page.getByLabel('In one line').fill(headline)
  await page.getByText(to === 'circle' ? 'My circle' : 'The whole network', { exact: true }).click()
  await page.getByLabel(/^Number/).fill(count)
  if (drill) await page.getByText('This is a drill').click()
  await page.getByText(/1 reachable now, on 1 computer/).waitFor()
  await page.getByRole('button', { name: 'Check it' }).click()
  await page.getByRole('dialog', { name: 'Is this right?' }).waitFor()
}

/** Writes a call and sends it; its screen is then open. */
export async function sendCall(from: Alerted, incident: string, written: Written): Promise<void> {
  await writeCall(from, incident, written)
  await from.page.getByRole('button', { name: written.drill === true ? 'Send the drill' : 'Send the call' }).click()
  await from.page.getByRole('heading', { level: 1, name: written.headline }).waitFor()
}

/** Presses a button that asks once more, and confirms. */
export async function pressAndConfirm({ page }: Alerted, button: string, confirm = button): Promise<void> {
  await page.getByRole('main').getByRole('button', { name: button, exact: true }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: confirm, exact: true }).click()
  await page.getByRole('alertdialog').waitFor({ state: 'detached' })
}

/** The whole window that calls; `what`: as the engine names it. */
export function incomingWindow({ page }: Alerted, what = 'alert') {
  return page.locator(`[data-incoming=${what}]`)
}

/** The large part of the banner. */
export function banner({ page }: Alerted, look: string) {
  return page.locator(`section[data-alert=${look}][data-what]`)
}

/** People in one column of the board, by the state that the column is for. */
export function onBoard({ page }: Alerted, state: string) {
  return page.locator(`[data-state="${state}"]`)
}
