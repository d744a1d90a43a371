import { spawn } from 'node:child_process'
import path from 'node:path'
import { createInterface } from 'node:readline'

import { chromium } from 'playwright-core'

import { ensureBuilt } from '../../scripts/building/ensure-built.mjs'
import { programFile } from '../../scripts/building/program-file.mjs'
import { flagsFor, ROOT } from '../../scripts/launcher/node-binary.mjs'
import { CHROMIUM_ARGS, chromiumPath } from '../../scripts/testing/chromium.mjs'
import { cameraArgs, untilEnded } from './child.ts'
import { type Launch, PATIENCE_MS } from './running.ts'

/** The same page in a browser, served by `npm start`'s browser host. */
export const launchWeb: Launch = async ({
  profile,
  listen,
  camera,
  refuseCamera = false,
  language = 'en-US',
  size,
  args = [],
}) => {
  await ensureBuilt({ say: () => undefined })
  const listening = listen === undefined ? [] : ['--listen', listen]
  const command = [
    ...flagsFor(process.version),
    path.join(ROOT, programFile('web/main.ts')),
    '--no-open',
    '--profile',
    profile,
    ...listening,
    ...args,
  ]
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'inherit'] })
  const address = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /http:\S+/.exec(line)?.[0]
      if (found !== undefined) resolve(found)
    })
    child.once('exit', () => reject(new Error('the host has ended')))
  })
  const browser = await chromium.launch({
    executablePath: chromiumPath() ?? '',
    args: [...CHROMIUM_ARGS, ...cameraArgs(camera, refuseCamera)],
  })
  const context = await browser.newContext({ locale: language, viewport: size ?? { width: 1280, height: 800 } })
  if (camera !== undefined && !refuseCamera)
    await context.grantPermissions(['camera'], { origin: new URL(address).origin })
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  await page.goto(address)
  return {
    kind: 'browser',
    page,
    main: () => Promise.reject(new Error('a browser has no main process')),
    async close() {
      await browser.close()
      child.kill('SIGTERM')
      await untilEnded(child)
    },
  }
}
