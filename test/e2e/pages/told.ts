import { encode } from 'fast-png'
import type { Page } from 'playwright-core'
import { encodeQR } from 'qr'
import { expect } from 'vitest'

/** The failure on screen: what happened, what is safe, what to do; each is there. */
export async function told(page: Page): Promise<[what: string, safe: string, todo: string]> {
  const notice = page.getByRole('alert').filter({ hasText: /\S/ }).first()
  await notice.waitFor()
  const sentences = await notice.locator('p').allInnerTexts()
  expect(sentences.length, sentences.join('|')).toBe(3)
  expect(sentences.every((sentence) => sentence.trim() !== '')).toBe(true)
  return sentences as [string, string, string]
}

/** A picture of a QR code with that text, ten pixels a module, as PNG. */
export function qrPicture(text: string): Uint8Array {
  const modules = encodeQR(text, 'raw', { border: 4 })
  const size = modules.length * 10
  const data = new Uint8Array(size * size * 3)
  for (let at = 0; at < size * size; at++) {
    const dark = modules[Math.floor(at / size / 10)]?.[Math.floor((at % size) / 10)] === true
    data.fill(dark ? 0 : 255, at * 3, at * 3 + 3)
  }
  return encode({ width: size, height: size, data, channels: 3 })
}

/** Puts a text into what has the focus as a paste does: limits of the field that cut it apply. */
export async function paste(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+a')
  await page.keyboard.insertText(text)
}
