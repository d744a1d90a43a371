import type { Page } from 'playwright-core'

export const PASSPHRASE = 'orchard lantern river stone'

/** First step on a fresh profile: the passphrase. Afterwards the second step is on screen. */
export async function choosePassphrase(page: Page): Promise<void> {
  const fields = page.locator('input[type=password]')
  await fields.nth(0).fill(PASSPHRASE)
  await fields.nth(1).fill(PASSPHRASE)
  await page.keyboard.press('Enter')
  await page.getByRole('tab').first().waitFor()
}

/** Second step: a network of one's own, with its code on screen. In English. */
export async function startNetwork(page: Page, { as, name }: { as: string; name: string }): Promise<void> {
  await page.getByLabel('Your name').fill(as)
  await page.getByLabel('Name of the network').fill(name)
  await page.keyboard.press('Enter')
}

export async function unlock(page: Page): Promise<void> {
  await page.locator('input[type=password]').fill(PASSPHRASE)
  await page.keyboard.press('Enter')
  await page.getByRole('navigation').waitFor()
}

/** Shows a screen by its address. */
export async function goTo(page: Page, screen: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash
  }, screen)
}
