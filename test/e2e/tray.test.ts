import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { chromiumPath } from '../../scripts/testing/chromium.mjs'
import { rawCall } from './bridge-calls.ts'
import { launchApp } from './launch-app.ts'
import type { Running } from './running.ts'

describe.skipIf(chromiumPath() === undefined)('closing the window of the desktop app', () => {
  let profile: string
  let app: Running

  beforeAll(async () => {
    profile = mkdtempSync(path.join(tmpdir(), 'muster-tray-'))
    app = await launchApp({ profile, listen: '127.0.0.1:0' })
    await rawCall(app.page, 'profile:unlock', { passphrase: 'river stones at dawn' })
  })
  afterAll(async () => {
    await app?.close()
    rmSync(profile, { recursive: true, force: true })
  })

  const window = () =>
    app.main((electron) => {
      const [one] = electron.BrowserWindow.getAllWindows()
      return [one.isVisible(), one.isFocused()]
    })
  const close = () => app.main((electron) => void electron.BrowserWindow.getAllWindows()[0].close())
  const press = (label: string) =>
    app.main((electron, it) => electron.record.trayMenu.find((item: any) => item.label === it).click(), label)
  const notices = () => app.main((electron) => electron.record.notifications.map((it: any) => it.body as string))

  test('puts it into the tray: the engine goes on, unlocked, and the first time a notice says so', async () => {
    const before = (await notices()).length
    await close()
    expect(await window()).toEqual([false, false])
    expect((await rawCall(app.page, 'profile:status', {})).value.state).toBe('unlocked')
    expect((await notices()).slice(before)).toEqual([expect.stringMatching(/goes on[\s\S]*Quit/)])
    await press('Open Muster')
    expect(await window()).toEqual([true, true])
    await close()
    expect((await notices()).length).toBe(before + 1)
    await app.main((electron) => electron.record.clickNotification())
    expect(await window()).toEqual([true, true])
  })

  test('does not end it; Quit in the tray does, and the menu has it too', async () => {
    const menu = await app.main((electron) => electron.record.menu.map((it: any) => it.role as string))
    expect(menu).toContain(process.platform === 'darwin' ? 'appMenu' : 'fileMenu')
    await close()
    await press('Quit').catch(() => undefined) // it may be gone before it answers
    await expect.poll(() => app.main(() => 'runs').catch(() => 'ended')).toBe('ended')
    app = await launchApp({ profile, listen: '127.0.0.1:0' })
    const state = (await rawCall(app.page, 'profile:status', {})).value.state
    expect(state).toBe('locked')
    await close()
    expect(await notices()).toEqual([]) // told in an earlier life
    await press('Open Muster')
  })
})
