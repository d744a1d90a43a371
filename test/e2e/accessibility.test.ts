import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { connectControlSocket } from '../../core/bridge/socket.ts'
import { connectBridge, type Bridge } from '../../core/bridge/rpc-client.ts'
import { chromiumPath } from '../../scripts/testing/chromium.mjs'
import { launchWeb } from './launch-web.ts'
import { choosePassphrase, goTo, PASSPHRASE } from './pages/first-steps.ts'
import { accessibilityProblems, watchProblems } from './pages/problems.ts'
import type { Running } from './running.ts'
import { addIncidents } from './sample/incidents.ts'

const SCREENS = [
  '/today',
  '/incidents',
  '/alerts',
  '/people',
  '/card',
  '/circles',
  '/tree',
  '/print/tree',
  '/print/wallet',
  '/plans',
  '/meeting',
  '/network',
  '/sync',
  '/privacy',
  '/help',
  '/join',
  '/new',
] as const

describe.skipIf(chromiumPath() === undefined).each(['en-GB', 'es-ES', 'ar-EG'])('the page in %s', (language) => {
  let profile: string
  let app: Running
  let bridge: Bridge
  let incident: string
  let complaints: string[]

  beforeAll(async () => {
    profile = mkdtempSync(path.join(tmpdir(), 'muster-axe-'))
    app = await launchWeb({ profile, listen: '127.0.0.1:0', language })
    complaints = watchProblems(app.page)
  })
  afterAll(async () => {
    bridge?.close()
    await app?.close()
    rmSync(profile, { recursive: true, force: true })
  })
  const check = async (what: string): Promise<void> => {
    // Dialogs fade in: half-transparent text has no contrast yet.
    await app.page.evaluate(() =>
      Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined))),
    )
    expect(await accessibilityProblems(app.page), what).toEqual([])
  }

  test('has no accessibility problem before there is a network', async () => {
    await app.page.getByRole('heading', { level: 1 }).waitFor()
    await check('first run')
    await choosePassphrase(app.page)
    await check('first network')
    await app.page.getByRole('tab').nth(1).click()
    await check('join')
    const channel = await connectControlSocket(profile)
    bridge = connectBridge(channel!)
    const { id } = await bridge.call('network:create', { name: 'Canal Street circle', as: 'Ana' })
    await app.page.getByRole('navigation').waitFor()
    incident = (await addIncidents(bridge, id, Date.now()))[0]!
  })

  test.each(SCREENS)('has no accessibility problem at %s', async (screen) => {
    await goTo(app.page, screen)
    await app.page.getByRole('heading', { level: 1 }).waitFor()
    await expect.poll(() => app.page.getByRole('status').filter({ hasText: '…' }).count()).toBe(0)
    await check(screen)
  })

  test('has no accessibility problem with an incident, a report, the commands and the menus open', async () => {
    await goTo(app.page, `/incidents/${incident}`)
    await app.page.getByRole('heading', { level: 1, name: /Water/ }).waitFor()
    await check('incident')
    await app.page.keyboard.press('Control+i')
    await app.page.getByRole('dialog').waitFor()
    await app.page.keyboard.type('Plate 4821 KLM')
    await check('report')
    await app.page.keyboard.press('Escape')
    await app.page.keyboard.press('Control+k')
    await app.page.getByRole('dialog').waitFor()
    await check('commands')
    await app.page.keyboard.press('Escape')
    await app.page.locator('aside button').first().click()
    await app.page.getByRole('menu').waitFor()
    await check('networks')
    await app.page.keyboard.press('Escape')
  })

  test('has no accessibility problem with a call for help: as it is written, as a draft, as a drill', async () => {
    const { id: network } = (await bridge.call('network:list', {})).networks[0]!
    const record = { about: { kind: 'incident', id: incident }, kind: 'supplies', need: [{ count: 2 }] }
    const records = [
      { ...record, headline: 'Ring 600 000 001', audience: { scope: 'network' } },
      { ...record, headline: 'Pumps', status: 'Exercise' },
    ]
    const { ids } = await bridge.call('record:add', { network, kind: 'alert', records })
    for (const id of ids) {
      await goTo(app.page, `/alerts/${id}`)
      await app.page.getByRole('heading', { level: 1, name: /Ring|Pumps/ }).waitFor()
      await check('draft')
    }
    await goTo(app.page, `/incidents/${incident}`)
    await app.page.getByRole('heading', { level: 1, name: /Water/ }).waitFor()
    await app.page
      .locator('main')
      .getByRole('button')
      .filter({ has: app.page.locator('.lucide-bell-ring') })
      .click()
    await app.page.getByRole('dialog').waitFor()
    await check('compose')
    await app.page.keyboard.press('Escape')
  })

  test('has no accessibility problem while locked', async () => {
    await bridge.call('profile:lock', {})
    await app.page.locator('input[type=password]').waitFor()
    await check('unlock')
    await bridge.call('profile:unlock', { passphrase: PASSPHRASE })
  })

  test('has nothing to press that is smaller than 44 px, and no word without its direction', async () => {
    for (const screen of ['/today', `/incidents/${incident}`, '/incidents', '/alerts', '/privacy']) {
      await goTo(app.page, screen)
      await app.page.getByRole('heading', { level: 1 }).waitFor()
      const small = await app.page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('button, [role=button], nav a, [role=tab], [role=radio]')]
          .filter((it) => it.offsetParent !== null && (it.offsetHeight < 44 || it.offsetWidth < 44))
          .map((it) => it.outerHTML.slice(0, 120)),
      )
      expect(small, screen).toEqual([])
    }
    expect(await app.page.evaluate(() => [document.documentElement.lang, document.documentElement.dir])).toEqual([
      language.slice(0, 2),
      language.startsWith('ar') ? 'rtl' : 'ltr',
    ])
    expect(await app.page.title()).toBe('Muster')
  })

  test('was refused nothing by its policy', () => {
    expect(complaints).toEqual([])
  })
})
