import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { connectBridge, type Bridge } from '../../core/bridge/rpc-client.ts'
import { connectControlSocket } from '../../core/bridge/socket.ts'
import { chromiumPath } from '../../scripts/testing/chromium.mjs'
import { launchWeb } from './launch-web.ts'
import { choosePassphrase, goTo } from './pages/first-steps.ts'
import { accessibilityProblems, watchProblems } from './pages/problems.ts'
import type { Running } from './running.ts'

describe.skipIf(chromiumPath() === undefined)('a circle and its shifts on two laptops', () => {
  let folder: string
  let ana: Running
  let lee: Running
  let anas: Bridge
  let lees: Bridge
  let network: string
  let circle: string
  const complaints: string[][] = []

  const open = async (name: string): Promise<[Running, Bridge]> => {
    const profile = path.join(folder, name)
    const running = await launchWeb({ profile, listen: '127.0.0.1:0', language: 'en-GB', args: ['--no-discovery'] })
    complaints.push(watchProblems(running.page))
    await choosePassphrase(running.page)
    return [running, connectBridge((await connectControlSocket(profile))!)]
  }
  const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click()
  const choose = async (page: Page, label: RegExp, person: string): Promise<void> => {
    await page.getByRole('dialog').getByRole('button', { name: label }).click()
    await page.getByRole('option', { name: person, exact: true }).click()
  }
  const strip = ({ page }: Running, look: string) => page.locator(`[data-strip=${look}]`)
  const rows = ({ page }: Running, name: string) => page.getByRole('list', { name, exact: true })

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'muster-circles-'))
    ;[ana, anas] = await open('ana')
    ;[lee, lees] = await open('lee')
    network = (await anas.call('network:create', { name: 'Canal Street', as: 'Ana', kind: 'area' })).id
    const { addresses } = await anas.call('sync:status', {})
    const { code } = await anas.call('invite:create', { network, addresses })
    const { id: member } = await lees.call('network:join', { code, as: 'Lee' })
    const card = { fn: 'Lee', member, tel: ['+34600000002'], consent: { phoneTree: true, givenBy: 'Lee' } }
    await anas.call('record:add', { network, kind: 'contact', records: [card] })
    for (const { page } of [ana, lee]) await page.getByRole('navigation').waitFor()
  })
  afterAll(async () => {
    for (const bridge of [anas, lees]) bridge?.close()
    await ana?.close()
    await lee?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('a new circle says what it lacks, until somebody is named, can be called, and nobody is alone', async () => {
    const { page } = ana
    await goTo(page, '/circles')
    await press(page, 'New circle')
    await page.getByLabel('Name of the circle').fill('North bank')
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: 'North bank' }).click()
    await page.getByText('Nobody named').nth(1).waitFor()
    await press(page, 'Add someone')
    await press(page, /^Add$/)
    await page.getByText('No buddy').nth(1).waitFor()
    await press(page, /^Pair them: /)
    await page.getByText('No buddy').first().waitFor({ state: 'detached' })
    await press(page, 'Choose: Point contact')
    await choose(page, /Point contact/, 'Lee')
    await choose(page, /Back-up/, 'Ana')
    await press(page, 'Save')
    await page.getByRole('link', { name: '+34600000002' }).waitFor()
    expect(await rows(ana, 'Whom to call first').innerText()).toMatch(
      /Back-up[\s\S]*Ana[\s\S]*No number that may be called/,
    )
    expect(await page.getByRole('main').innerText()).toMatch(
      /after 3 min again; after 7 min .*; after 15 min the phone tree/,
    )
    expect(await accessibilityProblems(page)).toEqual([])
    circle = /#\/circles\/(.+)$/.exec(page.url())![1]!
  })

  test('who sets out on a route is seen with the time they are due, and who needs help is told to their buddy on any screen', async () => {
    await press(ana.page, 'Add a route')
    await ana.page.getByLabel('Name of the route').fill('Morning bus')
    await press(ana.page, /^Add$/)
    await goTo(lee.page, `/circles/${circle}`)
    await press(lee.page, 'I take this way: Morning bus')
    await lee.page.getByText('Usually taken by Lee').waitFor()
    await press(lee.page, 'I’m on my way: Morning bus')
    const minutes = lee.page.getByLabel('Minutes until I am there')
    await minutes.fill('0')
    await lee.page.getByText('A number of minutes from 1 to 1440').waitFor()
    await minutes.fill('20')
    await lee.page.getByText('If you do not say that you arrived, Ana will be asked').waitFor()
    await lee.page.keyboard.press('Enter')
    await goTo(lee.page, '/people')
    await strip(lee, 'info').getByText('You are on your way: Morning bus').waitFor()
    await rows(ana, 'On the way')
      .getByText(/due at/)
      .waitFor()
    await goTo(ana.page, '/plans')
    await press(lee.page, 'I need help')
    await strip(ana, 'urgent').getByText('Lee needs help on the way: Morning bus.').waitFor()
    for (const { page } of [ana, lee]) expect(await accessibilityProblems(page)).toEqual([])
    await press(lee.page, 'I have arrived')
    await strip(ana, 'urgent').waitFor({ state: 'detached' })
    await goTo(ana.page, `/circles/${circle}`)
    await rows(ana, 'On the way').getByText('Arrived', { exact: true }).waitFor()
  })

  test('nobody sets out on a route whose time is over, until somebody keeps it longer', async () => {
    const routeOf = async (bridge: Bridge): Promise<{ id: string; expiresAt: number }> => {
      const { record } = await bridge.call('network:show', { network })
      return (record['circles'] as { routes: { id: string; expiresAt: number }[] }[])[0]!.routes[0]!
    }
    const { id: route } = await routeOf(anas)
    const input = { circle, route, expiresAt: Date.now() - 1 }
    await anas.call('record:act', { network, kind: 'network', id: network, act: 'editRoute', input })
    const { page } = ana
    await rows(ana, 'Routes').getByText('Over', { exact: true }).waitFor()
    expect(await page.getByRole('button', { name: 'I’m on my way: Morning bus' }).count()).toBe(0)
    await expect.poll(async () => (await routeOf(lees)).expiresAt).toBe(input.expiresAt)
    await expect(lees.call('journey:start', { network, circle, route })).rejects.toMatchObject({
      code: 'domain/not-allowed-now',
    })
    await press(page, 'Keep it longer: Morning bus')
    await page.getByRole('button', { name: 'I’m on my way: Morning bus' }).waitFor()
  })

  test('a shift is handed over with a note, and when it ends without one every laptop says that nobody is on call', async () => {
    await goTo(ana.page, '/duty')
    await press(ana.page, 'Go on call')
    await ana.page.getByLabel(/^Until/).fill('2020-01-01T10:00')
    await ana.page.getByText('Between now and 7 days from now').waitFor()
    await ana.page.getByLabel(/^Until/).fill('')
    await ana.page.getByRole('dialog').getByRole('button', { name: 'Go on call' }).click()
    await press(ana.page, 'Hand over: Ana')
    await ana.page.getByRole('dialog').getByRole('button', { name: 'Hand over', exact: true }).click()
    await ana.page.getByText('Choose who takes over.').waitFor()
    await choose(ana.page, /Who takes over/, 'Lee')
    await ana.page.getByLabel(/What they need to know/).fill('The keys of the hall are at the bakery.')
    await ana.page.getByRole('dialog').getByRole('button', { name: 'Hand over', exact: true }).click()
    await goTo(lee.page, '/duty')
    await rows(lee, 'On call').getByText('Lee').waitFor()
    await lee.page.getByText('The keys of the hall are at the bakery.').first().waitFor()
    expect(await strip(ana, 'wait').count()).toBe(0)
    await goTo(ana.page, '/people')
    await press(lee.page, 'End without a hand-over: Lee')
    await lee.page.getByText('Nobody will be on call then').waitFor()
    await lee.page.getByRole('alertdialog').getByRole('button', { name: 'End without a hand-over' }).click()
    await strip(ana, 'wait').getByText('Nobody is on call').waitFor()
    for (const { page } of [ana, lee]) expect(await accessibilityProblems(page)).toEqual([])
    await strip(ana, 'wait').getByRole('button', { name: 'Go on call' }).click()
    await ana.page.getByRole('dialog').getByRole('button', { name: 'Go on call' }).click()
    await strip(ana, 'wait').waitFor({ state: 'detached' })
    await rows(lee, 'On call').getByText('Ana').waitFor()
  })

  test('a specialist team says whom to call, and a call that nobody answers names it', async () => {
    const { page } = ana
    await goTo(page, '/circles/teams')
    await press(page, 'New team')
    await press(page, 'Make the team')
    await page.getByText('Required').or(page.getByText('This is needed')).first().waitFor()
    await page.getByLabel('What they can do').fill('first aid')
    await choose(page, /Point contact/, 'Lee')
    await press(page, 'Make the team')
    await page.getByRole('heading', { level: 3, name: 'first aid' }).waitFor()
    await press(page, 'New link')
    await page.getByLabel('Name of the network').fill('East side')
    await page.getByLabel(/What is shared/).fill('Calls for supplies')
    await press(page, 'Make the link')
    await page.getByRole('definition').getByText('Calls for supplies').waitFor()
    await lees.call('record:edit', {
      network,
      kind: 'member',
      id: await person(lees),
      patch: { skills: ['First Aid'] },
    })
    await page.getByText('Members with this skill: Lee').waitFor()
    expect(await accessibilityProblems(page)).toEqual([])
    await goTo(page, `/circles/${circle}`)
    await page.getByText('the specialist teams: first aid (Lee)').waitFor()
  })

  test('no page was refused anything by its policy', () => {
    expect(complaints.flat()).toEqual([])
  })

  async function person(bridge: Bridge): Promise<string> {
    return (await bridge.call('network:list', {})).networks[0]!.person
  }
})
