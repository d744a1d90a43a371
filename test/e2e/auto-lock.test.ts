import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { chromiumPath } from '../../scripts/testing/chromium.mjs'
import { rawCall } from './bridge-calls.ts'
import { launchApp } from './launch-app.ts'
import { launchWeb } from './launch-web.ts'
import { choosePassphrase, goTo, startNetwork, unlock } from './pages/first-steps.ts'
import type { Launch, Running } from './running.ts'

const MINUTE_MS = 60_000

describe.skipIf(chromiumPath() === undefined).each([
  ['in the app', launchApp],
  ['in a browser', launchWeb],
] as [string, Launch][])('locking by itself, %s', (_name, launch) => {
  let profile: string
  let app: Running
  const choice = () => app.page.getByRole('button', { name: /Lock by itself after/ })
  const isLocked = () => app.page.getByRole('button', { name: 'Unlock' }).isVisible()
  /** The page goes on with a clock of its own that the test moves. */
  const holdClock = async (): Promise<void> => {
    await app.page.clock.install()
    await app.page.reload()
  }

  beforeAll(async () => {
    profile = mkdtempSync(path.join(tmpdir(), 'muster-auto-lock-'))
    app = await launch({ profile, listen: '127.0.0.1:0', language: 'en-GB', args: ['--no-discovery'] })
    await choosePassphrase(app.page)
    await startNetwork(app.page, { as: 'Ana', name: 'Canal Street circle' })
    await app.page.getByTestId('qr').waitFor()
  })
  afterAll(async () => {
    await app?.close()
    rmSync(profile, { recursive: true, force: true })
  })

  test('comes after the minutes that were chosen, and not before', async () => {
    await holdClock()
    await goTo(app.page, '/privacy')
    await expect.poll(() => choice().innerText()).toContain('10 minutes')
    await choice().click()
    await app.page.getByRole('option', { name: '5 minutes', exact: true }).click()
    await expect.poll(() => choice().innerText()).toContain('5 minutes')
    await app.page.clock.runFor(4.5 * MINUTE_MS)
    // a question that the engine answers after whatever was sent before it
    await goTo(app.page, '/network')
    await app.page.locator('main').getByText('Ana').first().waitFor()
    await app.page.clock.runFor(0.6 * MINUTE_MS)
    await expect.poll(isLocked).toBe(true)
  })

  test('is still so after a restart', async () => {
    await app.close()
    app = await launch({ profile, listen: '127.0.0.1:0', language: 'en-GB', args: ['--no-discovery'] })
    await holdClock()
    await unlock(app.page)
    await goTo(app.page, '/privacy')
    await expect.poll(() => choice().innerText()).toContain('5 minutes')
    await app.page.clock.runFor(5.1 * MINUTE_MS)
    await expect.poll(isLocked).toBe(true)
  })

  test('comes in a hidden tab as well; in the app a window in the tray leaves it to whoever is at the laptop', async () => {
    await unlock(app.page)
    await app.page.evaluate(() => Object.defineProperty(document, 'hidden', { get: () => true }))
    await app.page.clock.runFor(5.1 * MINUTE_MS)
    if (app.kind === 'browser') return expect.poll(isLocked).toBe(true)
    expect((await rawCall(app.page, 'profile:status', {})).value.state).toBe('unlocked')
    await app.page.reload()
  })

  test('comes in the app as soon as nobody has touched the laptop for as long', async () => {
    if (app.kind === 'browser') return
    await app.page.getByRole('navigation').waitFor()
    const idle = (seconds: number) => app.main((electron, it) => void (electron.powerMonitor.idleSeconds = it), seconds)
    // whenever the app's main process hears of something, it writes the line of the tray anew
    const heard = () => app.main((electron) => electron.record.trayLines.length as number)
    const before = await heard()
    await goTo(app.page, '/privacy')
    await choice().click()
    await app.page.getByRole('option', { name: '60 minutes', exact: true }).click()
    await expect.poll(() => choice().innerText()).toContain('60 minutes')
    await expect.poll(heard).toBeGreaterThan(before)
    await idle(31 * 60)
    expect((await rawCall(app.page, 'profile:status', {})).value.state).toBe('unlocked')
    await choice().click()
    await app.page.getByRole('option', { name: '30 minutes', exact: true }).click()
    await expect.poll(isLocked).toBe(true)
  })
})
