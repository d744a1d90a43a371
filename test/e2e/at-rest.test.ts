import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { createTranslate } from '../../renderer/i18n/translator.ts'
import { chromiumPath } from '../../scripts/testing/chromium.mjs'
import { Canaries, filesBelow } from '../helpers/lab/canaries.ts'
import { childrenOf } from '../helpers/lab/process-memory.ts'
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

  /** Where Chromium keeps its own files: it is told so at its start. */
  let ofChromium: readonly string[] = []
  /** Every file of the profile, and every one of Chromium's. */
  const look = (when: string): void => {
    for (const each of [profile, ...ofChromium].filter((one) => existsSync(one)))
      found.push(...canaries.searchFolder(each).map((hit) => `${when}: ${hit}`))
  }

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
    const pid = await app!.main(() => process.pid)
    ofChromium = foldersOfChromium(pid)
    look('open')
    await goTo(page, '/privacy')
    await page.getByRole('button', { name: t('privacy.lock.now') }).click()
    await page.locator('input[type=password]').waitFor()
    look('locked')
    await unlock(page)
    await goTo(page, '/incidents')
    await page.getByText(what).first().waitFor()
    process.kill(pid, 'SIGKILL')
    await expect.poll(() => isAlive(pid)).toBe(false)
    look('killed')
    const files = filesBelow(profile).length
    const ofWindow = ofChromium.flatMap((each) => (existsSync(each) ? filesBelow(each) : [])).length
    figure('at rest, the app', `${files} files, ${ofWindow} of Chromium: ${found.length} words`, '0 words')
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

/** Folders that the Chromium below a process writes to. Linux; elsewhere the profile's own is looked at. */
function foldersOfChromium(pid: number): string[] {
  const below = childrenOf(pid).flatMap((child) => [child, ...childrenOf(child)])
  const given = below.flatMap((one) => readFileSync(`/proc/${one}/cmdline`, 'utf8').split('\0'))
  return [...new Set(given.flatMap((argument) => /^--user-data-dir=(.+)/u.exec(argument)?.[1] ?? []))]
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
