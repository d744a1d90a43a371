import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { createTranslate } from '../../renderer/i18n/translator.ts'
import { chromiumPath } from '../../scripts/testing/chromium.mjs'
import { Canaries, filesBelow } from '../helpers/lab/canaries.ts'
import { figure } from '../helpers/ordeal.ts'
import { rawCall } from './bridge-calls.ts'
import { launchApp } from './launch-app.ts'
import { choosePassphrase, goTo, unlock } from './pages/first-steps.ts'
import type { Running } from './running.ts'

const BACKUP_PASSPHRASE = 'nine lamps over the bridge'
const t = createTranslate('en')

describe.skipIf(chromiumPath() === undefined)('the app on the disk', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-app-rest-'))
  const profile = path.join(folder, 'ana')
  const options = { profile, listen: '127.0.0.1:0', language: 'en-GB', args: ['--no-discovery'] }
  const canaries = new Canaries()
  const what = canaries.word('what happened')
  const name = canaries.word('name of the network')
  let app: Running | undefined
  const found: string[] = []

  /** Every file of the profile, those of the window among them. */
  const look = (when: string): void => void found.push(...canaries.searchFolder(profile).map((hit) => `${when}: ${hit}`))

  beforeAll(async () => {
    app = await launchApp(options)
    await choosePassphrase(app.page)
    const { page } = app
    const made = await rawCall(page, 'network:create', { name, as: canaries.word('own name') })
    const network = made.value.id as string
    await rawCall(page, 'record:add', { network, kind: 'incident', records: [{ what }] })
    await goTo(page, '/incidents')
    await page.getByText(what).first().waitFor()
    await page.getByText(what).first().click()
  }, 90_000)
  afterAll(async () => {
    await app?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('holds no word of a record: not while it is open, nor locked, nor after it was killed', async () => {
    const { page } = app!
    look('open')
    await goTo(page, '/privacy')
    await page.getByRole('button', { name: t('privacy.lock.now') }).click()
    await page.locator('input[type=password]').waitFor()
    look('locked')
    await unlock(page)
    await goTo(page, '/incidents')
    await page.getByText(what).first().waitFor()
    const pid = await app!.main(() => process.pid)
    process.kill(pid, 'SIGKILL')
    await expect.poll(() => isAlive(pid)).toBe(false)
    look('killed')
    const files = filesBelow(profile).length
    const ofWindow = filesBelow(path.join(profile, 'window')).length
    figure('at rest, the app', `${files} files, ${ofWindow} of the window: ${found.length} words`, '0 words')
    expect(found).toEqual([])
    app = undefined
  }, 60_000)

  test('makes a backup, and restores it where nothing is yet, with a word about the old computer', async () => {
    app = await launchApp(options)
    await unlock(app.page)
    await goTo(app.page, '/privacy')
    await app.page.getByRole('button', { name: t('backup.make') }).click()
    await app.page.getByRole('button', { name: t('backup.where') }).click()
    await app.page.getByRole('option', { name: t('backup.place.elsewhere') }).click()
    const fields = app.page.getByRole('dialog').locator('input:not([type=hidden])')
    await app.page.getByLabel(t('backup.folder')).fill(folder)
    for (const at of [1, 2]) await fields.nth(at).fill(BACKUP_PASSPHRASE)
    await app.page.getByRole('button', { name: t('backup.make.go') }).click()
    await app.page.getByRole('dialog').waitFor({ state: 'detached' })
    const [file] = readdirSync(folder).filter((one) => one.endsWith('.muster-backup'))
    expect(canaries.search(readFileSync(path.join(folder, file!)))).toEqual([])
    await app.close()
    app = await launchApp({ ...options, profile: path.join(folder, 'anew') })
    await choosePassphrase(app.page)
    await app.page.getByRole('tab', { name: t('backup.first') }).click()
    await app.page.getByLabel(t('backup.file'), { exact: true }).fill(path.join(folder, file!))
    await app.page.getByLabel(t('backup.passphrase.of'), { exact: true }).fill('another one altogether')
    await app.page.getByRole('button', { name: t('backup.restore.go'), exact: true }).click()
    await app.page.getByText('That passphrase does not open this backup.').waitFor()
    await app.page.getByLabel(t('backup.passphrase.of'), { exact: true }).fill(BACKUP_PASSPHRASE)
    await app.page.getByRole('button', { name: t('backup.restore.go'), exact: true }).click()
    await app.page.getByText(t('backup.old')).waitFor()
    await app.page.getByRole('button', { name: t('backup.go-on') }).click()
    await goTo(app.page, '/incidents')
    await app.page.getByText(what).first().waitFor()
  }, 90_000)
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
