import path from 'node:path'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import type { CommandOutput } from '../../core/bridge/contract.ts'
import { encodeInvite } from '../../core/identity/invite/code.ts'
import { createTranslate, type Locale } from '../../renderer/i18n/translator.ts'
import { chromiumPath } from '../../scripts/testing/chromium.mjs'
import { NETWORK, PERSON, SUMMARY } from '../helpers/fake-engine.ts'
import { openPageOf } from './page-of.ts'
import { goTo } from './pages/first-steps.ts'
import { accessibilityProblems, watchProblems } from './pages/problems.ts'
import { readPdf } from './pdf.ts'

/** Where pictures are kept for people to look at; nowhere unless it is said. */
const KEPT_IN = process.env['MUSTER_PICTURES_TO']
const DAY = 86_400_000
const CODE = encodeInvite({
  networkId: new Uint8Array(16).fill(0xa1),
  seed: new Uint8Array(16).fill(7),
  expires: 600_000,
  flags: 7,
  inviter: new Uint8Array(32).fill(9),
  addresses: [],
})
const STATEMENT = `MUSTER-STATEMENT:${'ABCDEFGH234567'.repeat(40)}`
const now = Date.now()

const devices: CommandOutput<'device:list'>['devices'] = [
  {
    id: 'd4'.repeat(32),
    fingerprint: 'd4d4d4d4',
    here: true,
    state: 'current',
    by: 'recovery-key',
    connected: false,
    joinedAt: now,
  },
  {
    id: '5c'.repeat(32),
    fingerprint: '5c5c5c5c',
    here: false,
    state: 'current',
    by: 'first',
    connected: true,
    joinedAt: now - 90 * DAY,
    lastExchangeAt: now - 3 * DAY,
  },
]
const removers = [
  { device: '5c'.repeat(32), fingerprint: '5c5c5c5c', person: PERSON, name: 'Cleo', at: now - 3_600_000 },
]

describe.skipIf(chromiumPath() === undefined).each(['en-GB', 'ar-EG'])('computers in %s', (language) => {
  const locale = language.slice(0, 2) as Locale
  const t = createTranslate(locale)
  let app: Awaited<ReturnType<typeof openPageOf>>
  let complaints: string[]
  let outside = false
  let statement: string | undefined

  beforeAll(async () => {
    app = await openPageOf(
      {
        'device:list': { devices },
        'recovery:make': {
          id: 'd4'.repeat(32),
          code: CODE,
          expires: new Date(now + 3_650 * DAY).toISOString(),
          network: 'River Street',
          as: 'Ana',
        },
        'network:list': () => ({ networks: [{ ...SUMMARY, state: outside ? 'removed' : 'current' }] }),
        'dispute:show': () => ({
          removers: outside ? removers : [],
          allowed: outside,
          by: statement === undefined ? [] : ['Ana', 'Ben'],
          ...(statement !== undefined && { statement }),
        }),
        'invite:inspect': {
          network: 'b7'.repeat(16),
          expires: '2036-11-22T04:00:00Z',
          expired: false,
          approve: false,
          ownDevice: true,
          recovery: true,
          addresses: [],
          inviter: 'abcd1234',
          alreadyMember: false,
        },
        'dispute:make': () => ((statement = STATEMENT), { removers, allowed: true, by: ['Ana'], statement }),
      },
      language,
    )
    complaints = watchProblems(app.page)
  })
  afterAll(() => app?.close())

  const look = async (name: string): Promise<void> => {
    expect(await accessibilityProblems(app.page), name).toEqual([])
    if (KEPT_IN === undefined) return
    for (const scheme of ['light', 'dark'] as const) {
      await app.page.emulateMedia({ colorScheme: scheme })
      await app.page.screenshot({ path: path.join(KEPT_IN, `${name}-${locale}-${scheme}.png`), fullPage: true })
    }
    await app.page.emulateMedia({ colorScheme: 'light' })
    await app.page.setViewportSize({ width: 640, height: 900 })
    await app.page.screenshot({ path: path.join(KEPT_IN, `${name}-${locale}-small.png`), fullPage: true })
    await app.page.setViewportSize({ width: 1280, height: 900 })
  }

  test('a lost one is taken out after saying what that means, and a further one comes in by a code to scan', async () => {
    const { page } = app
    await goTo(page, '/network/computers')
    await page.getByRole('heading', { name: t('computers.title') }).waitFor()
    await page.getByText(t('recovery.back.title', { name: 'Ana' })).waitFor()
    await look('computers')
    await page.getByRole('button', { name: t('computers.lost.name', { key: '5c5c5c5c' }) }).click()
    await page.getByRole('button', { name: t('computers.lost.go') }).waitFor()
    await look('computers-lost')
    await page.getByRole('button', { name: t('computers.lost.go') }).click()
    await expect.poll(() => page.getByRole('alertdialog').count()).toBe(0)
    await page.getByRole('button', { name: t('computers.add') }).click()
    await page.getByRole('button', { name: t('computers.add.go') }).click()
    await page.getByTestId('qr').waitFor()
    await look('computers-add')
    await page.getByRole('button', { name: t('action.done') }).click()
  })

  test('a recovery key is on paper as code and as letters, and nowhere else', async () => {
    const { page } = app
    await goTo(page, '/print/recovery')
    await page.getByRole('button', { name: t('recovery.make') }).click()
    await page.getByTestId('recovery-code').waitFor()
    await look('recovery-paper')
    const pdf = readPdf(await page.pdf({ tagged: true, outline: true, preferCSSPageSize: true }))
    expect(pdf.pages).toBe(1)
    expect(pdf.text).toContain(CODE.slice(7, 40))
    const kept = await page.evaluate(() =>
      JSON.stringify([location.href, document.title, { ...localStorage }, { ...sessionStorage }, history.state]),
    )
    expect(kept).not.toContain(CODE.slice(7, 30))
    await goTo(page, '/network/computers')
    await expect.poll(() => page.content().then((html) => html.includes(CODE.slice(7, 12)))).toBe(false)
  })

  test('who comes back with a recovery key is asked for no name', async () => {
    const { page } = app
    await goTo(page, '/join')
    await page.getByRole('tab', { name: t('join.way.paste') }).click()
    await page.getByRole('tabpanel').getByRole('textbox').fill(CODE)
    await page.getByRole('tabpanel').getByRole('button').last().click()
    await page.getByRole('heading', { name: t('recovery.use.title') }).waitFor()
    await look('recovery-use')
    await page.getByRole('button', { name: t('recovery.use.go') }).click()
    await page.getByRole('heading', { name: t('computers.title') }).waitFor()
  })

  test('a coordinator whom a computer took out is told by whom, and how two can dispute it', async () => {
    const { page } = app
    outside = true
    app.engine.events.emit('membership:ended', { network: NETWORK, state: 'removed' })
    await page.getByTestId('dispute').waitFor()
    await look('dispute')
    await page.getByRole('button', { name: t('dispute.make') }).click()
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: t('dispute.make') })
      .click()
    app.engine.events.emit('network:changed', { network: NETWORK })
    await page.getByText(STATEMENT).waitFor()
    await look('dispute-said')
    expect(complaints).toEqual([])
  })
})
