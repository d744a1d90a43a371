import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { connectBridge, type Bridge } from '../../core/bridge/rpc-client.ts'
import { connectControlSocket } from '../../core/bridge/socket.ts'
import { chromiumPath } from '../../scripts/testing/chromium.mjs'
import { launchApp } from './launch-app.ts'
import { launchWeb } from './launch-web.ts'
import { choosePassphrase, goTo, startNetwork, unlock } from './pages/first-steps.ts'
import { accessibilityProblems, watchProblems } from './pages/problems.ts'
import { Relay } from './relay.ts'
import type { Launch, Running } from './running.ts'

describe.skipIf(chromiumPath() === undefined).each([
  ['in the app', launchApp],
  ['in a browser', launchWeb],
] as [string, Launch][])('two laptops, %s', (_name, launch) => {
  let folder: string
  let ana: Running
  let lee: Running
  let anaBridge: Bridge
  let relay: Relay
  let network: string
  const complaints: string[][] = []

  const open = async (name: string): Promise<Running> => {
    const options = { profile: path.join(folder, name), listen: '127.0.0.1:0', language: 'en-GB' }
    const running = await launch({ ...options, args: ['--no-discovery'] })
    complaints.push(watchProblems(running.page))
    return running
  }
  const bridgeTo = async (name: string): Promise<Bridge> =>
    connectBridge((await connectControlSocket(path.join(folder, name)))!)
  /** Where Ana's laptop listens this time. */
  const findAna = async (): Promise<void> => {
    const { addresses } = await anaBridge.call('sync:status', {})
    relay.target = Number(/:(\d+)$/.exec(addresses[0] ?? '')?.[1])
  }
  const report = async (page: Page, what: string): Promise<void> => {
    await page.keyboard.press('Control+i')
    await page.getByLabel('What is happening?').waitFor()
    await page.keyboard.type(what)
    await page.keyboard.press('Control+Enter')
    await page.getByRole('heading', { level: 1, name: what }).waitFor()
  }
  const incidents = async ({ page }: Running, titles: readonly string[]): Promise<void> => {
    await goTo(page, '/incidents')
    for (const title of titles) await page.getByRole('link', { name: title }).first().waitFor()
  }
  const syncLine = ({ page }: Running) =>
    page
      .locator('aside')
      .getByRole('link', { name: /Open sync details/ })
      .innerText()
  const description = async ({ page }: Running) => {
    const area = page.getByRole('textbox', { name: 'Edit the description' })
    if (!(await area.isVisible())) await page.getByRole('button', { name: 'Edit', exact: true }).click()
    await area.waitFor()
    return area
  }

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'muster-two-'))
    relay = await Relay.start()
    ana = await open('ana')
    lee = await open('lee')
    await choosePassphrase(ana.page)
    await startNetwork(ana.page, { as: 'Ana', name: 'Canal Street circle' })
    await ana.page.getByTestId('qr').waitFor()
    await ana.page.keyboard.press('Escape')
    anaBridge = await bridgeTo('ana')
    await findAna()
    network = (await anaBridge.call('network:list', {})).networks[0]!.id
    const { code } = await anaBridge.call('invite:create', { network, addresses: [relay.address] })
    await choosePassphrase(lee.page)
    const leeBridge = await bridgeTo('lee')
    await leeBridge.call('network:join', { code, as: 'Lee' })
    leeBridge.close()
    await lee.page.getByRole('navigation').waitFor()
  })
  afterAll(async () => {
    anaBridge?.close()
    await ana?.close()
    await lee?.close()
    relay?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  test('each shows what the other reports', async () => {
    await report(ana.page, 'Water in Mill Lane')
    await incidents(lee, ['Water in Mill Lane'])
    await report(lee.page, 'The bus stop is flooded')
    await incidents(ana, ['The bus stop is flooded'])
  })

  test('cut off from each other both go on; healed, each shows what both wrote, into the same text too', async () => {
    for (const { page } of [ana, lee]) {
      await goTo(page, '/incidents')
      // by its address: a row may move while it is pressed, as newer ones come in
      const link = page.getByRole('link', { name: 'Water in Mill Lane' }).first()
      await goTo(page, (await link.getAttribute('href'))!.slice(1))
      await page.getByRole('heading', { level: 1, name: 'Water in Mill Lane' }).waitFor()
    }
    const [anas, lees] = [await description(ana), await description(lee)]
    relay.cut()
    for (const one of [ana, lee]) await expect.poll(() => syncLine(one)).not.toMatch(/1 person connected/)
    await anas.press('Control+Home')
    await anas.pressSequentially('Tonight: ')
    await lees.press('Control+End')
    await lees.pressSequentially(' and in the school')
    await expect.poll(() => syncLine(ana)).toMatch(/this computer only/i)
    await report(ana.page, 'A tree lies across the road')
    await report(lee.page, 'Sandbags are needed')
    await goTo(ana.page, '/incidents')
    await incidents(ana, ['A tree lies across the road', 'Tonight: Water in Mill Lane'])
    expect(await ana.page.getByRole('link', { name: 'Sandbags are needed' }).count()).toBe(0)
    relay.heal()
    const all = ['A tree lies across the road', 'Sandbags are needed', 'Tonight: Water in Mill Lane and in the school']
    for (const one of [ana, lee]) await incidents(one, all)
    await expect.poll(() => syncLine(ana)).toMatch(/Everyone in this room has it/)
    await expect.poll(() => syncLine(lee)).toMatch(/Everyone in this room has it/)
  })

  test('a window that was closed to the tray goes on receiving', async () => {
    if (ana.kind === 'browser') return
    await ana.main((electron) => void electron.BrowserWindow.getAllWindows()[0].close())
    await report(lee.page, 'The road is open again')
    await anaBridge.call('sync:wait', {})
    const titles = async () => {
      const { records } = await anaBridge.call('record:list', { network, kind: 'incident' })
      return records.map((record) => (record as { what?: unknown }).what)
    }
    await expect.poll(titles).toContain('The road is open again')
    await ana.main((electron) => electron.record.trayMenu.find((item: any) => item.label === 'Open Muster').click())
    await incidents(ana, ['The road is open again'])
  })

  test('after a restart the page asks for the passphrase, then shows the same, and meets the other again', async () => {
    anaBridge.close()
    await ana.close()
    await expect.poll(() => syncLine(lee)).not.toMatch(/1 person connected/)
    ana = await open('ana')
    await ana.page.getByRole('button', { name: 'Unlock' }).waitFor()
    expect(await ana.page.locator('body').innerText()).not.toMatch(/Canal Street|Mill Lane/)
    await unlock(ana.page)
    await incidents(ana, ['Tonight: Water in Mill Lane and in the school', 'Sandbags are needed'])
    anaBridge = await bridgeTo('ana')
    await findAna()
    await expect.poll(() => syncLine(ana)).toMatch(/1 person connected/)
    await report(lee.page, 'Tea in the hall')
    await incidents(ana, ['Tea in the hall'])
  })

  test('who is removed is told so, on every screen: what is still here, and what to do', async () => {
    expect(await lee.page.locator('[data-outside]').count()).toBe(0)
    await goTo(ana.page, '/network')
    await ana.page.getByRole('button', { name: 'What can be done about Lee' }).click()
    await ana.page.getByRole('menuitem', { name: 'Remove from the network' }).click()
    await ana.page.getByRole('alertdialog').getByRole('button', { name: 'Remove from the network' }).click()
    const told = lee.page.locator('[data-outside=removed]')
    await told.waitFor()
    expect(await told.innerText()).toMatch(
      /removed from Canal Street circle[\s\S]*can still be read[\s\S]*Nothing new comes in[\s\S]*ask a coordinator/,
    )
    await expect.poll(() => syncLine(lee)).toMatch(/Removed from this network/)
    await incidents(lee, ['Sandbags are needed'])
    await told.waitFor()
    expect(await accessibilityProblems(lee.page)).toEqual([])
    await report(ana.page, 'Only for those who stayed')
    expect(await lee.page.getByRole('link', { name: 'Only for those who stayed' }).count()).toBe(0)
    await told.getByRole('link', { name: 'Leave and erase' }).click()
    await lee.page.getByRole('button', { name: 'Leave and erase' }).waitFor()
  })

  test('and still so after a restart, without what was written since', async () => {
    await lee.close()
    lee = await open('lee')
    await unlock(lee.page)
    await lee.page.locator('[data-outside=removed]').waitFor()
    await incidents(lee, ['Sandbags are needed'])
    expect(await lee.page.getByRole('link', { name: 'Only for those who stayed' }).count()).toBe(0)
  })

  test('no page was refused anything by its policy', () => {
    expect(complaints.flat()).toEqual([])
  })
})
