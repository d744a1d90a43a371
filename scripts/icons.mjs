// `node scripts/icons.mjs`: draws the app's icons anew from electron/icons/muster.svg, with the Chromium that the tests use.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

import { chromium } from 'playwright-core'

import { CHROMIUM_ARGS, chromiumPath } from './testing/chromium.mjs'
import { ROOT } from './launcher/node-binary.mjs'

const folder = path.join(ROOT, 'electron/icons')
const picture = readFileSync(path.join(folder, 'muster.svg'), 'utf8')
/** electron-builder makes those of Windows and macOS from the largest. */
const SIZES = { 512: '512.png', 1024: '1024.png', 32: 'tray.png', 64: 'tray@2x.png' }

const browser = await chromium.launch({ executablePath: chromiumPath() ?? '', args: CHROMIUM_ARGS })
for (const [size, name] of Object.entries(SIZES)) {
  const page = await browser.newPage({ viewport: { width: Number(size), height: Number(size) } })
  await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style>${picture}`)
  writeFileSync(path.join(folder, name), await page.screenshot({ omitBackground: true }))
  await page.close()
}
await browser.close()
