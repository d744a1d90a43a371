import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { chromiumPath } from '../../scripts/testing/chromium.mjs'
import { writeCameraVideo } from './camera.ts'
import { launchApp } from './launch-app.ts'
import { launchWeb } from './launch-web.ts'
import { choosePassphrase, goTo, startNetwork, unlock } from './pages/first-steps.ts'
import { watchProblems } from './pages/problems.ts'
import type { Launch, Running } from './running.ts'

/** Counts the keys that are no part of a text. */
class Keyboard {
  pressed = 0
  readonly #page: Page
  constructor(page: Page) {
    this.#page = page
  }
  async press(key: string): Promise<void> {
    this.pressed++
    await this.#page.keyboard.press(key)
  }
  async write(text: string): Promise<void> {
    await this.#page.keyboard.type(text)
  }
}

describe.skipIf(chromiumPath() === undefined).each([
  ['in the app', launchApp],
  ['in a browser', launchWeb],
] as [string, Launch][])('two people at a meeting, %s', (_name, launch) => {
  let folder: string
  let ana: Running
  let lee: Running
  const problems: string[][] = []
  const profile = (name: string): string => path.join(folder, name)

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'muster-page-'))
    ana = await launch({ profile: profile('ana'), listen: '127.0.0.1:0' })
    problems.push(watchProblems(ana.page))
  })
  afterAll(async () => {
    await ana?.close()
    await lee?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('the first run leads to a code on screen in two steps', async () => {
    const began = performance.now()
    await choosePassphrase(ana.page)
    await startNetwork(ana.page, { as: 'Ana', name: 'Canal Street circle' })
    await ana.page.getByRole('img', { name: /code/i }).waitFor()
    console.log(`first run to code on screen: 2 steps, ${((performance.now() - began) / 1000).toFixed(1)} s`)
  })

  test('the other reads the code with a camera and is in', async () => {
    const camera = path.join(folder, 'seen.y4m')
    writeCameraVideo(await ana.page.screenshot(), camera)
    lee = await launch({ profile: profile('lee'), listen: '127.0.0.1:0', camera })
    problems.push(watchProblems(lee.page))
    await choosePassphrase(lee.page)
    await lee.page.getByRole('tab', { name: 'Join with an invite' }).click()
    await lee.page.getByRole('button', { name: 'Use the camera' }).click()
    await lee.page.getByText('What the others will see').waitFor()
    await lee.page.getByLabel('Your name').fill('Lee')
    await lee.page.getByRole('button', { name: 'Join', exact: true }).click()
    await lee.page.getByRole('navigation').waitFor()
    await expect.poll(() => lee.page.locator('aside').innerText()).toContain('Canal Street circle')
    await expect.poll(() => ana.page.locator('body').innerText()).toContain('Lee')
  })

  test('a report takes at most ten keys beside its text, from anywhere', async () => {
    await goTo(lee.page, '/people')
    const keyboard = new Keyboard(lee.page)
    await keyboard.press('Control+i')
    await lee.page.getByLabel('What is happening?').waitFor()
    await keyboard.write('Water in Mill Lane')
    await keyboard.press('Control+Enter')
    await lee.page.getByRole('heading', { level: 1, name: 'Water in Mill Lane' }).waitFor()
    expect(keyboard.pressed).toBeLessThanOrEqual(10)
    console.log(`report from Ctrl+I: ${keyboard.pressed} keys beside the text`)
  })

  test('the report reaches the other, with its source and that it is unverified', async () => {
    await ana.page.keyboard.press('Escape')
    await goTo(ana.page, '/incidents')
    const row = ana.page.getByRole('link', { name: /Water in Mill Lane/ })
    await row.waitFor()
    expect(await row.innerText()).toMatch(/Unverified/)
    expect(await row.innerText()).toMatch(/Source not said/)
    await row.click()
    await ana.page.getByRole('heading', { level: 1, name: 'Water in Mill Lane' }).waitFor()
  })

  test('what both write into the description at once is in both, and nobody’s cursor jumps', async () => {
    const areas = await Promise.all(
      [ana, lee].map(async ({ page }) => {
        await page.getByRole('button', { name: 'Edit', exact: true }).click()
        const area = page.getByRole('textbox', { name: 'Edit the description' })
        await area.waitFor()
        return area
      }),
    )
    const [anas, lees] = areas as [(typeof areas)[number], (typeof areas)[number]]
    await anas.press('Control+Home')
    await lees.press('Control+End')
    await Promise.all([
      anas.pressSequentially('🌊 Tonight: ', { delay: 40 }),
      lees.pressSequentially(' الماء يرتفع', { delay: 40 }),
    ])
    const whole = '🌊 Tonight: Water in Mill Lane الماء يرتفع'
    await expect.poll(() => anas.inputValue()).toBe(whole)
    await expect.poll(() => lees.inputValue()).toBe(whole)
    const cursor = await anas.evaluate((area) => (area as HTMLTextAreaElement).selectionStart)
    expect(cursor).toBe('🌊 Tonight: '.length)
  })

  test('coming asks for the safety agreement once, and the other sees it', async () => {
    await lee.page.getByRole('button', { name: 'I am coming' }).click()
    await lee.page.getByRole('button', { name: 'I agree and I am coming' }).click()
    await expect.poll(() => ana.page.locator('main').innerText()).toMatch(/Lee[\s\S]*Coming/)
    await expect.poll(() => lee.page.getByRole('dialog').count()).toBe(0)
  })

  test('Ctrl+Shift+L leaves a blank screen and a locked profile; the passphrase opens it again', async () => {
    await lee.page.keyboard.press('Control+Shift+L')
    await expect.poll(() => lee.page.locator('body').innerText()).toBe('')
    await lee.page.keyboard.press('Enter')
    await lee.page.locator('input[type=password]').fill('not this one')
    await lee.page.keyboard.press('Enter')
    await lee.page.getByRole('alert').waitFor()
    await unlock(lee.page)
    await goTo(lee.page, '/incidents')
    await lee.page.getByRole('link', { name: /Water in Mill Lane/ }).waitFor()
  })

  test('neither page was refused anything by its policy, nor complained', () => {
    // A wrong passphrase is an answer, not a complaint.
    expect(problems.flat()).toEqual([])
  })
})
