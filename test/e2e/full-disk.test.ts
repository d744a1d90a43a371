import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { connectBridge } from '../../core/bridge/rpc-client.ts'
import { connectControlSocket } from '../../core/bridge/socket.ts'
import { chromiumPath } from '../../scripts/testing/chromium.mjs'
import { fillDisk } from '../helpers/full-disk.ts'
import { makeCheapVault, openHere } from '../helpers/lab/engine-here.ts'
import { launchWeb } from './launch-web.ts'
import type { Running } from './running.ts'

const PASSPHRASE = 'river stones at dawn'
const isFit = chromiumPath() !== undefined && process.platform === 'linux' && process.getuid?.() === 0

describe.skipIf(!isFit)('the page, once the disk is full', () => {
  const disk = path.join(mkdtempSync(path.join(tmpdir(), 'muster-page-disk-')), 'disk')
  const profile = path.join(disk, 'profile')
  let app: Running
  let network: string

  beforeAll(async () => {
    mkdirSync(disk)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', disk])
    await makeCheapVault(profile, PASSPHRASE)
    const { bridge, stop } = await openHere(profile, PASSPHRASE)
    network = (await bridge.call('network:create', { name: 'River Street', as: 'Ana' })).id
    await stop()
    app = await launchWeb({ profile, listen: '127.0.0.1:0', language: process.env['MUSTER_LANGUAGE'] ?? 'en-US' })
    const unlocking = connectBridge((await connectControlSocket(profile))!)
    await unlocking.call('profile:unlock', { passphrase: PASSPHRASE })
    unlocking.close()
    await app.page.locator('#main').waitFor()
  })
  afterAll(async () => {
    await app?.close()
    execFileSync('umount', ['-l', disk])
    rmSync(path.dirname(disk), { recursive: true })
  })

  /** Writes from beside the page: it is somebody else's edit. */
  const write = async (): Promise<void> => {
    const bridge = connectBridge((await connectControlSocket(profile))!)
    const records = [{ what: 'Water in the cellar of the school' }]
    await bridge.call('record:add', { network, kind: 'incident', records }).finally(() => bridge.close())
  }

  test('says so above every screen, with what is safe and what to do, until there is room', async () => {
    const notice = app.page.locator('[data-storage]')
    expect(await notice.count()).toBe(0)
    const free = fillDisk(disk)
    await expect(write()).rejects.toMatchObject({ code: 'documents/disk-full' })
    await notice.waitFor()
    expect(await notice.getAttribute('role')).toBe('alert')
    expect(await notice.getAttribute('data-storage')).toBe('documents/disk-full')
    if (process.env['MUSTER_PICTURES'] !== undefined) await takePictures(process.env['MUSTER_PICTURES'])
    free()
    await notice.waitFor({ state: 'detached' })
    await write()
  })

  async function takePictures(folder: string): Promise<void> {
    for (const [name, colorScheme, width, height] of [
      ['light', 'light', 1280, 800],
      ['dark', 'dark', 1280, 800],
      ['small', 'light', 1024, 700],
    ] as const) {
      await app.page.emulateMedia({ colorScheme })
      await app.page.setViewportSize({ width, height })
      await app.page.screenshot({ path: path.join(folder, `full-disk-${name}.png`) })
    }
  }
})
