import { mkdirSync } from 'node:fs'
import path from 'node:path'

import type { Browser, Page } from 'playwright-core'

import { ROOT } from '../../../scripts/launcher/node-binary.mjs'
import { chooseLocale, createTranslate, type Translate } from '../../../renderer/i18n/translator.ts'

/** Where the pictures go: a folder that git does not see. */
export const OUT = path.join(ROOT, 'screens')
const WIDE = { width: 1280, height: 800 }
const SMALL = { width: 1024, height: 700 }
const LOOKS = [
  { name: 'light', viewport: WIDE, colorScheme: 'light', locale: 'en-GB' },
  { name: 'dark', viewport: WIDE, colorScheme: 'dark', locale: 'en-GB' },
  { name: 'arabic', viewport: WIDE, colorScheme: 'light', locale: 'ar-EG' },
  { name: 'spanish', viewport: WIDE, colorScheme: 'light', locale: 'es-ES' },
  { name: 'small', viewport: SMALL, colorScheme: 'light', locale: 'en-GB' },
  { name: 'small-arabic', viewport: SMALL, colorScheme: 'dark', locale: 'ar-EG' },
] as const

/** One page of the same running Muster: a theme, a language and a size of window. */
export interface Look {
  readonly name: string
  readonly page: Page
  readonly t: Translate
}

/** Opens a page for each look, or for those named in `only`. */
export async function openLooks(page: Page, only: readonly string[]): Promise<Look[]> {
  await page.getByRole('heading', { level: 1 }).waitFor()
  const address = await addressOf(page)
  const browser = page.context().browser() as Browser
  const chosen = LOOKS.filter(({ name }) => only.includes(name))
  const looks: Look[] = []
  for (const { name, ...look } of chosen.length === 0 ? LOOKS : chosen) {
    const context = await browser.newContext({ ...look, timezoneId: 'Europe/Madrid' })
    const opened = await context.newPage()
    opened.setDefaultTimeout(8_000)
    await opened.goto(address)
    mkdirSync(path.join(OUT, name), { recursive: true })
    looks.push({ name, page: opened, t: createTranslate(chooseLocale([look.locale])) })
  }
  return looks
}

/** The address that opens another page on the same Muster. */
export async function addressOf(page: Page): Promise<string> {
  const token = await page.evaluate(() => sessionStorage.getItem('muster-token'))
  return `${new URL(page.url()).origin}/#token=${token}`
}

/** Takes one picture, once nothing moves, nothing is announced and the fonts are there. */
export async function takePicture({ page, name }: Look, what: string): Promise<void> {
  await page.getByRole('heading').first().waitFor({ state: 'attached' })
  await page.locator('[role=status][aria-atomic=false] > p').first().waitFor({ state: 'detached', timeout: 15_000 })
  await page.mouse.move(0, 0)
  await page.waitForLoadState('networkidle')
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
  await page.waitForTimeout(120) // answers of the engine; a picture judges nothing
  await page.evaluate(() => {
    const ending = document.getAnimations().filter((one) => one.effect?.getComputedTiming().endTime !== Infinity)
    return Promise.all(ending.map((one) => one.finished.catch(() => undefined))).then(() => undefined)
  })
  await page.screenshot({ path: path.join(OUT, name, `${what}.png`) })
}
