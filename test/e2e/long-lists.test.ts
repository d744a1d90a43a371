import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { connectBridge, type Bridge } from '../../core/bridge/rpc-client.ts'
import { connectControlSocket } from '../../core/bridge/socket.ts'
import { chromiumPath } from '../../scripts/testing/chromium.mjs'
import { launchWeb } from './launch-web.ts'
import { choosePassphrase, goTo } from './pages/first-steps.ts'
import { watchProblems } from './pages/problems.ts'
import type { Running } from './running.ts'

const INCIDENTS = 10_000
const CONTACTS = 450
const PLANS = 250
/** Rows in the document at once: those in sight, six above, six below, the one with the focus, and some to spare. */
const MOST_ROWS = 40

describe.skipIf(chromiumPath() === undefined)('lists of thousands', () => {
  let folder: string
  let app: Running
  let page: Page
  let problems: string[]
  const asked: string[] = []

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'muster-long-'))
    const profile = path.join(folder, 'ana')
    app = await launchWeb({ profile, listen: '127.0.0.1:0', args: ['--no-discovery'] })
    page = app.page
    problems = watchProblems(page)
    await choosePassphrase(page)
    const bridge = connectBridge((await connectControlSocket(profile))!)
    await fill(bridge)
    bridge.close()
    page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => asked.push(String(payload))))
    await page.reload()
    await page.getByRole('navigation').waitFor()
  }, 120_000)
  afterAll(async () => {
    await app?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const focusedRow = () =>
    page.evaluate(() => {
      const { activeElement } = document
      return activeElement?.tagName === 'A' ? activeElement.closest('[data-row]')?.getAttribute('data-row') : undefined
    })
  const rowCount = () => page.locator('[data-row]').count()
  /** Numbers of the rows that hold their record. */
  const filledRows = () =>
    page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('[data-row]:has(a)')].map((row) => Number(row.dataset['row'])),
    )
  const scrollTo = (part: number) =>
    page.evaluate((share) => {
      let box = document.querySelector('[data-row]')?.parentElement
      while (box && box.scrollHeight <= box.clientHeight + 1) box = box.parentElement
      if (box) box.scrollTop = share * (box.scrollHeight - box.clientHeight)
    }, part)
  const openList = async (screen: string): Promise<void> => {
    await goTo(page, screen)
    await page.locator('[data-row] a').first().waitFor()
  }

  test('ten thousand incidents keep few rows in the document, and every place can be scrolled to', async () => {
    await openList('/incidents')
    for (const part of [0.25, 0.9, 0.5, 1]) {
      await scrollTo(part)
      const about = Math.round(part * INCIDENTS)
      await expect.poll(async () => (await filledRows()).some((row) => Math.abs(row - about) < 20)).toBe(true)
      expect(await rowCount()).toBeLessThan(MOST_ROWS)
    }
    await expect.poll(filledRows).toContain(INCIDENTS - 1)
  })

  test('each row says which of how many it is', async () => {
    const last = page.locator(`[data-row="${INCIDENTS - 1}"]`)
    expect(await last.getAttribute('aria-setsize')).toBe(String(INCIDENTS))
    expect(await last.getAttribute('aria-posinset')).toBe(String(INCIDENTS))
  })

  test('Page Down, End, Home and the arrows move between the rows, also before the rows are there', async () => {
    await scrollTo(0)
    await page.locator('[data-row="0"] a').focus()
    await page.keyboard.press('PageDown')
    await expect.poll(async () => Number(await focusedRow())).toBeGreaterThan(2)
    // at once: the last page of records has not come yet
    await page.keyboard.press('End')
    await page.keyboard.press('ArrowUp')
    await expect.poll(focusedRow).toBe(String(INCIDENTS - 2))
    await page.keyboard.press('PageUp')
    await page.keyboard.press('Home')
    await expect.poll(focusedRow).toBe('0')
  })

  test('the row with the focus stays when the list is scrolled away from it, and the keys go on from there', async () => {
    await page.locator('[data-row="0"] a').focus()
    await scrollTo(0.5)
    await expect.poll(async () => (await filledRows()).some((row) => Math.abs(row - 5_000) < 20)).toBe(true)
    expect(await focusedRow()).toBe('0')
    await page.keyboard.press('ArrowDown')
    await expect.poll(focusedRow).toBe('1')
    expect(await rowCount()).toBeLessThan(MOST_ROWS)
  })

  test('dragging through all of them asks for where it ends, not for what it passes', async () => {
    await scrollTo(0)
    await expect.poll(filledRows).toContain(0)
    asked.length = 0
    const slowFrames = await page.evaluate(async () => {
      const scroller = document.querySelector('[data-row]')!.closest('ul')!.parentElement!
      let slow = 0
      for (let step = 1; step <= 40; step++) {
        const began = performance.now()
        scroller.scrollTop = (step / 41) * scroller.scrollHeight
        await new Promise((resolve) => requestAnimationFrame(resolve))
        if (performance.now() - began > 60) slow++
      }
      return slow
    })
    const end = Math.round((40 / 41) * INCIDENTS)
    await expect.poll(async () => (await filledRows()).some((row) => Math.abs(row - end) < 20)).toBe(true)
    const windows = asked.filter((one) => one.includes('record:list'))
    expect(windows.length).toBeGreaterThan(0)
    // where a frame takes so long, the dragging looks to the page as if it had ended there
    expect(windows.length).toBeLessThan(20 + 2 * slowFrames)
  })

  test('a search among them is answered with its own rows, drawn from the first', async () => {
    await page.getByRole('searchbox').fill('number 77')
    const found = String(Array.from({ length: INCIDENTS }, (_, at) => `${at}`).filter((at) => at.includes('77')).length)
    await expect.poll(() => page.locator('[data-row="0"]:has(a)').getAttribute('aria-setsize')).toBe(found)
    expect(await page.locator('[data-row="0"]').innerText()).toContain('77')
    await page.getByRole('searchbox').fill('')
    await expect.poll(() => page.locator('[data-row="0"]').getAttribute('aria-setsize')).toBe(String(INCIDENTS))
  })

  test('the last of many people is reached, by keys and by scrolling', async () => {
    await openList('/people')
    await page.locator('[data-row="0"] a').focus()
    await page.keyboard.press('End')
    await expect.poll(focusedRow).toBe(String(CONTACTS - 1))
    expect(await page.locator(`[data-row="${CONTACTS - 1}"]`).innerText()).toContain('Neighbour 449')
    expect(await rowCount()).toBeLessThan(MOST_ROWS)
    await scrollTo(0)
    await expect.poll(filledRows).toContain(0)
    await scrollTo(1)
    await expect.poll(filledRows).toContain(CONTACTS - 1)
  })

  test('the last of many plans is reached, and a week shows those beyond the newest 200', async () => {
    await goTo(page, '/plans')
    await expect.poll(() => page.locator('main ol a').count()).toBe(PLANS)
    await page.getByRole('tab').nth(1).click()
    await page.locator('[data-row] a').first().focus()
    await page.keyboard.press('End')
    await expect.poll(focusedRow).toBe(String(PLANS - 1))
    expect(await rowCount()).toBeLessThan(MOST_ROWS)
  })

  test('the page did not complain', () => {
    expect(problems).toEqual([])
  })
})

/** Incidents, contacts, and plans that all take place now. */
async function fill(bridge: Bridge): Promise<void> {
  const { id: network } = await bridge.call('network:create', { name: 'Canal Street circle', as: 'Ana' })
  const add = (kind: 'incident' | 'contact' | 'plan', count: number, make: (at: number) => object) =>
    bridge.call('record:add', { network, kind, records: Array.from({ length: count }, (_, at) => make(at)) })
  await add('incident', INCIDENTS, (at) => ({ what: `Flood report, number ${at}`, kind: 'flood', source: 'saw-it' }))
  await add('contact', CONTACTS, (at) => ({ fn: `Neighbour ${String(at).padStart(3, '0')}` }))
  await add('plan', PLANS, (at) => ({ summary: `Sand bags ${at}`, start: Date.now() }))
}
