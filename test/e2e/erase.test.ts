import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { connectBridge, type Bridge } from '../../core/bridge/rpc-client.ts'
import { connectControlSocket } from '../../core/bridge/socket.ts'
import { chromiumPath } from '../../scripts/testing/chromium.mjs'
import { launchWeb } from './launch-web.ts'
import { choosePassphrase, goTo } from './pages/first-steps.ts'
import { accessibilityProblems, watchProblems } from './pages/problems.ts'
import type { Running } from './running.ts'

describe.skipIf(chromiumPath() === undefined)('erasing in the browser', () => {
  let folder: string
  let ana: Running
  let bridge: Bridge
  let network: string
  let incident: string
  let complaints: string[]

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'muster-erase-'))
    const profile = path.join(folder, 'ana')
    ana = await launchWeb({ profile, listen: '127.0.0.1:0', language: 'en-GB', args: ['--no-discovery'] })
    complaints = watchProblems(ana.page)
    await choosePassphrase(ana.page)
    bridge = connectBridge((await connectControlSocket(profile))!)
    network = (await bridge.call('network:create', { name: 'Canal Street', as: 'Ana', kind: 'area' })).id
    const add = async (kind: 'incident' | 'alert', record: object): Promise<string> =>
      (await bridge.call('record:add', { network, kind, records: [record] })).ids[0]!
    incident = await add('incident', { what: 'Harassment on the bus', kind: 'other' })
    await add('alert', {
      about: { kind: 'incident', id: incident },
      kind: 'supplies',
      headline: 'Who has seen it?',
      audience: { scope: 'network' },
    })
  }, 60_000)
  afterAll(async () => {
    bridge?.close()
    await ana?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('by keyboard alone, with what refers to it; the list says how many confirmed, and never everywhere', async () => {
    const { page } = ana
    await goTo(page, `/incidents/${incident}`)
    await page.locator('main header').getByRole('button', { name: 'More' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('menu').waitFor()
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('alertdialog', { name: 'Erase this for good?' })
    await dialog.getByText('Alert: Who has seen it?').waitFor()
    expect(await accessibilityProblems(page)).toEqual([])
    await dialog.getByRole('checkbox', { name: /Erase what refers to it too/ }).focus()
    await page.keyboard.press('Space')
    await dialog.getByRole('button', { name: 'Erase for good' }).focus()
    await page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'detached' })
    await expect.poll(() => page.url()).toMatch(/incidents$/)
    for (const kind of ['incident', 'alert'] as const)
      expect((await bridge.call('record:list', { network, kind })).total, kind).toBe(0)

    await goTo(page, '/privacy')
    const row = page.getByRole('list', { name: 'Erased' }).getByRole('listitem')
    await row.getByText('1 of 1 computer confirmed').waitFor()
    expect(await row.innerText()).toMatch(/2 records\s+by Ana \(you\)/)
    expect(await page.locator('main').innerText()).not.toMatch(/everywhere/i)
    expect(await accessibilityProblems(page)).toEqual([])
    expect(complaints).toEqual([])
  }, 60_000)
})
