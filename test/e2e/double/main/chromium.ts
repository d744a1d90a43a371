import { existsSync } from 'node:fs'

import { chromium, type Page, type Route } from 'playwright-core'

import { CHROMIUM_ARGS, chromiumPath } from '../../../../scripts/testing/chromium.mjs'
import { schemeHandler, toApp } from './schemes.ts'
import { record, state } from './state.ts'

/** Starts the browser that stands for Electron's, after the program has run to its end as Electron's does. */
export async function bootChromium(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
  const executablePath = chromiumPath()
  if (executablePath === undefined || !existsSync(executablePath)) throw new Error('no Chromium')
  const extra = (process.env['MUSTER_DOUBLE_ARGS'] ?? '').split(' ').filter((arg) => arg !== '')
  const port = process.env['MUSTER_DOUBLE_CDP_PORT'] ?? '0'
  state.context = await chromium.launchPersistentContext('', {
    executablePath,
    headless: true,
    viewport: null,
    args: [...CHROMIUM_ARGS, ...extra, `--remote-debugging-port=${port}`],
  })
  await state.context.route('**/*', judge)
}

export async function closeChromium(): Promise<void> {
  await state.context?.close().catch(() => undefined)
}

/** Every request of a page, in the order in which Electron asks: navigation, the session's filter, the scheme's handler. */
async function judge(route: Route): Promise<void> {
  const request = route.request()
  const url = toApp(request.url())
  const page = pageOf(route)
  const contents = [...state.contents].find((it) => it.page === page)
  if (contents === undefined || page === undefined) return route.abort('aborted') // a window nobody allowed
  if (request.isNavigationRequest() && !contents.expected.delete(url)) {
    let prevented = false
    const isMainFrame = request.frame() === page.mainFrame()
    const event = { url, isMainFrame, isSameDocument: false, preventDefault: () => (prevented = true) }
    contents.emit('will-frame-navigate', event)
    if (isMainFrame) contents.emit('will-navigate', event, url)
    if (prevented) {
      record.blocked.push(`navigate ${url}`)
      return route.abort('aborted')
    }
  }
  const { session } = contents
  const verdict = await new Promise<{ cancel?: boolean }>((decide) => session.beforeRequest({ url }, decide))
  if (verdict.cancel === true) {
    record.blocked.push(`request ${url}`)
    return route.abort('blockedbyclient')
  }
  const handler = schemeHandler(session.handlers, url)
  if (handler === undefined) return route.continue()
  try {
    const answer = await handler(new Request(url, { method: request.method() }))
    await route.fulfill({
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: Buffer.from(await answer.arrayBuffer()),
    })
  } catch {
    await route.abort('failed')
  }
}

/** The first request of a window that is just opening has none. */
function pageOf(route: Route): Page | undefined {
  try {
    return route.request().frame().page()
  } catch {
    return undefined
  }
}
