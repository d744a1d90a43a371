import { randomBytes } from 'node:crypto'
import path from 'node:path'

import { chromium, type Page } from 'playwright-core'

import type { CommandName } from '../../core/bridge/contract.ts'
import { BridgeServer } from '../../core/bridge/rpc-server.ts'
import { systemClock } from '../../core/shared/clock.ts'
import { ensureBuilt } from '../../scripts/building/ensure-built.mjs'
import { ROOT } from '../../scripts/launcher/node-binary.mjs'
import { CHROMIUM_ARGS, chromiumPath } from '../../scripts/testing/chromium.mjs'
import { WebHost } from '../../web/web-host.ts'
import { FakeEngine } from '../helpers/fake-engine.ts'
import { PATIENCE_MS } from './running.ts'

/** Nothing asks for anybody. */
const QUIET = {
  'record:list': { total: 0, records: [] },
  'attention:list': { items: [] },
  'journey:list': { journeys: [] },
  'duty:show': { state: 'never', onCall: [], overdue: [] },
}

/** The built page in a real browser, before an engine with canned answers: for what no test could bring about otherwise. */
export async function openPageOf(
  answers: Partial<Record<CommandName, unknown>>,
  language: string,
): Promise<{ readonly page: Page; readonly engine: FakeEngine; close(): Promise<void> }> {
  const engine = new FakeEngine({ ...QUIET, ...answers })
  await ensureBuilt({ say: () => undefined })
  const server = new BridgeServer({ handlers: engine.handlers, events: engine.events })
  const host = new WebHost({
    page: path.join(ROOT, 'dist/renderer'),
    port: 0,
    attach: (channel) => server.attach(channel),
    clock: systemClock,
    random: (size) => new Uint8Array(randomBytes(size)),
  })
  await host.start()
  const browser = await chromium.launch({ executablePath: chromiumPath() ?? '', args: [...CHROMIUM_ARGS] })
  const context = await browser.newContext({ locale: language, viewport: { width: 1280, height: 900 } })
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE_MS)
  await page.goto(host.address)
  await page.getByRole('navigation').waitFor()
  return {
    page,
    engine,
    async close() {
      await browser.close()
      await host.stop()
      server.stop()
    },
  }
}
