import type { Page } from 'playwright-core'

import type { MessageId } from '../../../renderer/i18n/en/catalogue.ts'
import type { Translate, Values } from '../../../renderer/i18n/translator.ts'
import { goTo } from '../pages/first-steps.ts'

type Step = (page: Page, t: Translate) => Promise<unknown>

/** One picture: its name, and how to get to what is on it. */
export interface Stop {
  readonly name: string
  readonly steps: readonly Step[]
}

/** Goes through the steps, in the language of the page. */
export function stop(name: string, ...steps: readonly Step[]): Stop {
  return { name, steps }
}

/** Shows a screen from its top, whatever lay over the one before. */
export function at(screen: string): Step {
  return async (page) => {
    await leaveOverlays(page)
    await goTo(page, screen)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.evaluate(() => document.querySelector('main')?.scrollTo(0, 0))
  }
}

/** Presses the button with that name, the last where there are several. */
export function press(label: MessageId, values: Values = {}): Step {
  return (page, t) =>
    page
      .getByRole('button', { name: t(label, values), exact: true })
      .last()
      .click()
}

/** Opens the menu of the button with that name. */
export function menu(label: MessageId): Step {
  return async (page, t) => {
    await page
      .getByRole('button', { name: t(label), exact: true })
      .last()
      .click()
    await page.getByRole('menu').waitFor()
  }
}

/** Opens the menu beside the heading of the screen. */
export const more: Step = async (page, t) => {
  await page
    .locator('main header')
    .getByRole('button', { name: t('nav.more') })
    .click()
  await page.getByRole('menu').waitFor()
}

/** Chooses from the menu that is open. */
export function entry(label: MessageId): Step {
  return (page, t) => page.getByRole('menuitem', { name: t(label), exact: true }).click()
}

/** Waits for the button with that name. */
export function untilButton(label: MessageId): Step {
  return (page, t) => page.getByRole('button', { name: t(label), exact: true }).waitFor()
}

/** Chooses a tab by its place, the first is 0; `row` for tabs inside of tabs. */
export function tab(place: number, row = 0): Step {
  return (page) => page.getByRole('tablist').nth(row).getByRole('tab').nth(place).click()
}

export function type(label: MessageId, text: string): Step {
  return (page, t) => page.getByLabel(t(label), { exact: true }).fill(text)
}

/** Fills the field whose name begins so: a name may end in "(optional)". */
export function fillIn(label: MessageId, text: string): Step {
  return (page, t) =>
    page
      .getByRole('textbox', { name: t(label) })
      .first()
      .fill(text)
}

/** Chooses by its words: one of a few, or a box to tick. */
export function choose(label: MessageId): Step {
  return (page, t) => page.getByText(t(label)).last().click()
}

/** Picks an entry of the closed list with that name. */
export function pick(list: MessageId, option: MessageId): Step {
  return async (page, t) => {
    await page
      .getByRole('button', { name: t(list) })
      .last()
      .click()
    await page.getByRole('option', { name: t(option), exact: true }).click()
  }
}

export function keys(...pressed: readonly string[]): Step {
  return async (page) => {
    for (const key of pressed) await page.keyboard.press(key)
  }
}

/** Scrolls what scrolls to its end: the dialog that is open, else the screen. */
export const toEnd: Step = (page) =>
  page.evaluate(() => {
    const scope = document.querySelector('[role=dialog], [role=alertdialog]') ?? document
    for (const element of scope.querySelectorAll('*')) {
      const { overflowY } = getComputedStyle(element)
      if (overflowY === 'auto' || overflowY === 'scroll') element.scrollTo(0, element.scrollHeight)
    }
  })

/** Closes dialogs, menus and the large code. */
export async function leaveOverlays(page: Page): Promise<void> {
  for (let tries = 0; tries < 3; tries++) {
    if ((await page.locator('[role=dialog], [role=alertdialog], [role=menu], [role=listbox]').count()) === 0) return
    await page.keyboard.press('Escape')
    await page.waitForTimeout(50)
  }
}
