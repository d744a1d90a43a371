import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { connectBridge, type Bridge } from '../../core/bridge/rpc-client.ts'
import { connectControlSocket } from '../../core/bridge/socket.ts'
import { localInput } from '../../renderer/forms/read-fields.ts'
import { chromiumPath } from '../../scripts/testing/chromium.mjs'
import { launchWeb } from './launch-web.ts'
import { choosePassphrase, goTo } from './pages/first-steps.ts'
import { accessibilityProblems, watchProblems } from './pages/problems.ts'
import type { Running } from './running.ts'

describe.skipIf(chromiumPath() === undefined)('what is kept, and everything as it was, on the page', () => {
  let folder: string
  let ana: Running
  let bridge: Bridge
  let network: string
  let ids: readonly string[]
  let complaints: string[]

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'muster-keeping-'))
    const profile = path.join(folder, 'ana')
    ana = await launchWeb({ profile, listen: '127.0.0.1:0', language: 'en-GB', args: ['--no-discovery'] })
    complaints = watchProblems(ana.page)
    await choosePassphrase(ana.page)
    bridge = connectBridge((await connectControlSocket(profile))!)
    network = (await bridge.call('network:create', { name: 'Canal Street', as: 'Ana', kind: 'area' })).id
    const whats = ['Water in the cellar of the school', 'A tree on the road']
    const records = whats.map((what) => ({ what, kind: 'flood' }))
    ids = (await bridge.call('record:add', { network, kind: 'incident', records })).ids
    await ana.page.getByRole('navigation').waitFor()
  })
  afterAll(async () => {
    bridge?.close()
    await ana?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('a time to come, and one before the network, are refused in words', async () => {
    const { page } = ana
    await goTo(page, '/network/restore')
    const when = page.getByLabel('As it was at')
    const look = page.getByRole('button', { name: 'Show what would be done' })
    await when.fill(localInput(Date.now() + 3 * 86_400_000))
    await look.click()
    await page.getByText('That time has not come yet.').waitFor()
    await when.fill('1999-01-01T00:00')
    await look.click()
    await page.getByText('That is before this network was begun.').waitFor()
  })

  test('sabotage is seen, with who wrote it, and set back', async () => {
    const { page } = ana
    const at = Date.now()
    await expect.poll(() => Date.now() > at + 1_100, { timeout: 5_000 }).toBe(true)
    await bridge.call('record:edit', { network, kind: 'incident', id: ids[0]!, patch: { what: 'Lies all over' } })
    await bridge.call('record:archive', { network, kind: 'incident', id: ids[1]! })
    const when = page.getByLabel('As it was at')
    // To the second, as it was a moment ago
    await when.evaluate((field) => field.setAttribute('step', '1'))
    const seconds = String(new Date(at + 1_000).getSeconds()).padStart(2, '0')
    await when.fill(`${localInput(at + 1_000)}:${seconds}`)
    await page.getByRole('button', { name: 'Show what would be done' }).click()
    await page.getByText('Ana: 2 changes, 2 records').waitFor()
    expect(await accessibilityProblems(page)).toEqual([])
    await page.getByRole('button', { name: 'Set everything back' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Set everything back' }).click()
    await page.getByText('To undo it, do the same with a time just before now.').waitFor()
    const { records } = await bridge.call('record:list', { network, kind: 'incident' })
    expect(records.map(({ what }) => what).toSorted()).toEqual([
      'A tree on the road',
      'Water in the cellar of the school',
    ])
  }, 30_000)

  test('what is over says when it is erased; a coordinator holds it, and lifts that again', async () => {
    const { page } = ana
    await bridge.call('incident:move', { network, id: ids[0]!, to: 'withdrawn' })
    await goTo(page, `/incidents/${ids[0]}`)
    await page.getByText('Will be erased').waitFor()
    const menu = async (entry: string): Promise<void> => {
      await page.getByRole('main').getByRole('button', { name: 'More' }).first().click()
      await page.getByRole('menuitem', { name: entry }).click()
    }
    await menu('Keep from being erased')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Keep it' }).click()
    await dialog.getByText('Say why.').waitFor()
    await dialog.getByLabel('Why').fill('The insurance asks for it')
    await dialog.getByRole('button', { name: 'Keep it' }).click()
    await page.getByText('On hold: it is not erased').waitFor()
    await page.getByText('The insurance asks for it').waitFor()
    expect(await page.getByText('Will be erased').count()).toBe(0)
    expect(await accessibilityProblems(page)).toEqual([])
    await menu('Lift the hold')
    await page.getByRole('alertdialog').getByRole('button', { name: 'Lift it' }).click()
    await page.getByText('Will be erased').waitFor()
    expect(complaints).toEqual([])
  }, 30_000)
})
