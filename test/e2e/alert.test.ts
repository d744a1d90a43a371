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

describe.skipIf(chromiumPath() === undefined)('a call for help between two laptops', () => {
  let folder: string
  let ana: Running
  let lee: Running
  const bridges: Bridge[] = []
  const complaints: string[][] = []
  let network: string
  let incident: string

  const open = async (name: string): Promise<[Running, Bridge]> => {
    const profile = path.join(folder, name)
    const running = await launchWeb({ profile, listen: '127.0.0.1:0', language: 'en-GB', args: ['--no-discovery'] })
    running.page.setDefaultTimeout(15_000)
    complaints.push(watchProblems(running.page))
    await choosePassphrase(running.page)
    const bridge = connectBridge((await connectControlSocket(profile))!)
    bridges.push(bridge)
    return [running, bridge]
  }
  const banner = ({ page }: Running, look: string) => page.locator(`[data-alert=${look}]`)
  /** Writes a call about the incident and sends it. */
  const call = async ({ page }: Running, { headline, drill = false }: { headline: string; drill?: boolean }) => {
    await goTo(page, `/incidents/${incident}`)
    await page.getByRole('button', { name: 'Call for help' }).click()
    await page.getByRole('button', { name: /Kind of help/ }).click()
    await page.getByRole('option', { name: 'Supplies' }).click()
    await page.getByLabel('In one line').fill(headline)
    await page.getByLabel(/^Number/).fill('1')
    if (drill) await page.getByText('This is a drill').click()
    await page.getByText('1 person, 1 reachable now').waitFor()
    await page.getByRole('button', { name: 'Send the call' }).click()
  }

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'muster-alert-'))
    const [first, anas] = await open('ana')
    const [second, lees] = await open('lee')
    ana = first
    lee = second
    network = (await anas.call('network:create', { name: 'Canal Street circle', as: 'Ana', kind: 'circle' })).id
    const { addresses } = await anas.call('sync:status', {})
    const { code } = await anas.call('invite:create', { network, addresses })
    await lees.call('network:join', { code, as: 'Lee' })
    const records = [{ what: 'Water in Mill Lane' }]
    incident = (await anas.call('record:add', { network, kind: 'incident', records })).ids[0]!
    for (const { page } of [ana, lee]) await page.getByRole('navigation').waitFor()
  })
  afterAll(async () => {
    for (const bridge of bridges) bridge.close()
    await ana?.close()
    await lee?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('Ana calls, Lee answers with a key on whatever screen, and Ana sees seen and then the answer', async () => {
    await goTo(lee.page, '/people')
    await call(ana, { headline: 'Pumps needed at the school' })
    await ana.page.getByRole('heading', { level: 1, name: 'Pumps needed at the school' }).waitFor()
    await banner(lee, 'calling').waitFor()
    expect(await banner(lee, 'calling').innerText()).toMatch(/You are being called[\s\S]*Pumps needed at the school/)
    expect(await accessibilityProblems(lee.page)).toEqual([])
    await ana.page.getByRole('heading', { level: 3, name: /Seen/ }).waitFor()
    await lee.page.keyboard.press('2')
    await banner(lee, 'calling').waitFor({ state: 'detached' })
    await ana.page.getByRole('heading', { level: 3, name: /Answered/ }).waitFor()
    expect(await ana.page.getByRole('main').innerText()).toMatch(/Reached 1 of 1\.[\s\S]*Lee[\s\S]*Cannot come/)
  })

  test('what is over asks nobody any more', async () => {
    await ana.page.getByRole('button', { name: 'All clear' }).click()
    await ana.page.getByRole('alertdialog').getByRole('button', { name: 'All clear' }).click()
    await ana.page.getByRole('main').getByText('All clear').first().waitFor()
    await expect.poll(() => ana.page.getByRole('button', { name: 'Cancel the call' }).count()).toBe(0)
  })

  test('a drill looks different, and who has not answered when there are enough is told not to come', async () => {
    await call(ana, { headline: 'Practice: pumps to the hall', drill: true })
    await banner(lee, 'drill').waitFor()
    expect(await banner(lee, 'drill').innerText()).toMatch(/Drill: nobody needs help/)
    await ana.page.getByRole('button', { name: 'Enough', exact: true }).click()
    await ana.page.getByRole('alertdialog').getByRole('button', { name: 'Enough', exact: true }).click()
    await banner(lee, 'drill').getByText('We have enough, please don’t come').waitFor()
    await lee.page.keyboard.press('1')
    await lee.page.getByRole('button', { name: 'Understood' }).click()
    await banner(lee, 'drill').waitFor({ state: 'detached' })
  })

  test('a text that could identify someone is not sent until a second member has read it', async () => {
    await call(ana, { headline: 'Ring 600 000 001 about the pumps' })
    await ana.page.getByText('Its text could identify someone').waitFor()
    await ana.page.getByText('Another member than the one who wrote it must say so.').waitFor()
    await goTo(lee.page, `/incidents/${incident}`)
    await lee.page.getByRole('link', { name: /Ring 600/ }).click()
    await lee.page.getByRole('button', { name: 'It identifies nobody' }).click()
    await ana.page.getByRole('button', { name: 'Send it now' }).click()
    await lee.page.getByRole('heading', { level: 2, name: 'Can you come?' }).waitFor()
    await lee.page.keyboard.press('3')
    await ana.page.getByRole('heading', { level: 3, name: /Answered/ }).waitFor()
    expect(await ana.page.getByRole('main').innerText()).toMatch(/On standby/)
  })

  test('no page was refused anything by its policy', () => {
    expect(complaints.flat()).toEqual([])
  })
})
