import { spawn } from 'node:child_process'
import path from 'node:path'
import { createInterface } from 'node:readline'

import { type Browser, chromium, type Page } from 'playwright-core'

import { ensureBuilt } from '../../scripts/building/ensure-built.mjs'
import { programFile } from '../../scripts/building/program-file.mjs'
import { flagsFor, ROOT } from '../../scripts/launcher/node-binary.mjs'
import { CHROMIUM_ARGS, chromiumPath } from '../../scripts/testing/chromium.mjs'

/** Muster's page in a browser window that nobody sees, over a profile that is locked. */
export interface OpenWindow {
  readonly browser: Browser
  readonly page: Page
  close(): Promise<void>
}

/** The page as `npm start` serves it. @throws Error where there is no Chromium (`MUSTER_CHROMIUM` names one) */
export async function openWindow(options: {
  readonly profile: string
  readonly size: { readonly width: number; readonly height: number }
}): Promise<OpenWindow> {
  const executablePath = chromiumPath()
  if (executablePath === undefined) throw new Error('no Chromium on this machine')
  await ensureBuilt({ say: (line) => console.error(line) })
  const flags = [...flagsFor(process.version), path.join(ROOT, programFile('web/main.ts'))]
  const child = spawn(
    process.execPath,
    [...flags, '--no-open', '--profile', options.profile, '--listen', '127.0.0.1:0', '--no-discovery'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const address = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /http:\S+/.exec(line)?.[0]
      if (found !== undefined) resolve(found)
    })
    child.once('exit', () => reject(new Error('the host has ended')))
  })
  const browser = await chromium.launch({ executablePath, args: [...CHROMIUM_ARGS, '--enable-precise-memory-info'] })
  const context = await browser.newContext({ locale: 'en-GB', viewport: options.size })
  const page = await context.newPage()
  await page.goto(address)
  return {
    browser,
    page,
    async close() {
      await browser.close()
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
    },
  }
}
