import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import type { Browser, Page } from 'playwright-core'

import { connectBridge, type Bridge } from '../../core/bridge/rpc-client.ts'
import { connectControlSocket } from '../../core/bridge/socket.ts'
import { ROOT } from '../../scripts/launcher/node-binary.mjs'
import { launchWeb } from './launch-web.ts'
import { choosePassphrase, goTo, PASSPHRASE } from './pages/first-steps.ts'
import { addIncidents } from './sample/incidents.ts'
import { addNeighbourhood } from './sample/neighbourhood.ts'

/** `npm run screens`: pictures of every screen, light, dark, in Spanish and in Arabic, on two sizes of window. */

const OUT = path.join(ROOT, 'screens')
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

const folder = mkdtempSync(path.join(tmpdir(), 'muster-screens-'))
rmSync(OUT, { recursive: true, force: true })
const options = { listen: '127.0.0.1:0', language: 'en-GB', args: ['--no-discovery'] }
const ana = await launchWeb({ ...options, profile: path.join(folder, 'ana') })
const lee = await launchWeb({ ...options, profile: path.join(folder, 'lee') })
try {
  const pages = await openLooks(ana.page)
  await shootAll(pages, 'first-run-passphrase')
  await choosePassphrase(ana.page)
  await shootAll(pages, 'first-run-network')
  await shootAll(pages, 'first-run-join', (page) => page.getByRole('tab').nth(1).click())
  const { network, incident, plan, contact } = await fill()
  const screens: Readonly<Record<string, string>> = {
    today: '/today',
    incidents: '/incidents',
    incident: `/incidents/${incident}`,
    people: '/people',
    person: `/people/${contact}`,
    card: '/card',
    circles: '/circles',
    plans: '/plans',
    plan: `/plans/${plan}`,
    meeting: '/meeting',
    network: '/network',
    sync: '/sync',
    privacy: '/privacy',
    help: '/help',
    join: '/join',
    new: '/new',
  }
  for (const [name, screen] of Object.entries(screens)) await shootAll(pages, name, (page) => goTo(page, screen))
  await shootAll(pages, 'report', (page) => page.keyboard.press('Control+i'))
  await shootAll(pages, 'commands', async (page) => {
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
  })
  await shootAll(pages, 'meeting-code', async (page) => {
    await page.keyboard.press('Escape')
    await goTo(page, '/meeting/show')
    await page.getByTestId('qr').waitFor()
  })
  await network.call('profile:lock', {})
  await shootAll(pages, 'unlock')
  network.close()
  console.log(`Pictures are in ${path.relative(process.cwd(), OUT) || '.'}`)
} finally {
  await ana.close()
  await lee.close()
  rmSync(folder, { recursive: true, force: true })
}
process.exit()

/** One page for each look, on the same running Muster. */
async function openLooks(page: Page): Promise<Map<string, Page>> {
  await page.getByRole('heading', { level: 1 }).waitFor()
  const token = await page.evaluate(() => sessionStorage.getItem('muster-token'))
  const address = `${new URL(page.url()).origin}/#token=${token}`
  const browser = page.context().browser() as Browser
  const pages = new Map<string, Page>()
  for (const { name, ...look } of LOOKS) {
    const context = await browser.newContext({ ...look, timezoneId: 'Europe/Madrid' })
    const opened = await context.newPage()
    await opened.goto(address)
    mkdirSync(path.join(OUT, name), { recursive: true })
    pages.set(name, opened)
  }
  return pages
}

async function shootAll(
  pages: ReadonlyMap<string, Page>,
  what: string,
  prepare: (page: Page) => Promise<unknown> = () => Promise.resolve(),
): Promise<void> {
  for (const [look, page] of pages) {
    await prepare(page)
    await page.getByRole('heading').first().waitFor({ state: 'attached' })
    await page.waitForLoadState('networkidle')
    await page.evaluate(() => document.fonts.ready.then(() => undefined))
    await page.evaluate(() =>
      Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined))).then(() => undefined),
    )
    await page.waitForTimeout(120) // answers of the engine; a picture judges nothing
    await page.screenshot({ path: path.join(OUT, look, `${what}.png`) })
  }
}

/** Two people, and something on every screen. */
async function fill(): Promise<{ network: Bridge; incident: string; plan: string; contact: string }> {
  const bridge = connectBridge((await connectControlSocket(path.join(folder, 'ana')))!)
  const other = connectBridge((await connectControlSocket(path.join(folder, 'lee')))!)
  const { id: network } = await bridge.call('network:create', { name: 'Canal Street circle', as: 'Ana' })
  const { code } = await bridge.call('invite:create', { network, uses: 5 })
  await other.call('profile:unlock', { passphrase: PASSPHRASE })
  const joined = await other.call('network:join', { code, as: 'Lee' })
  other.close()
  const { networks } = await bridge.call('network:list', {})
  const people = { network, you: networks[0]!.person, other: joined.id }
  const { plan, contact } = await addNeighbourhood(bridge, people, Date.now())
  const [incident = ''] = await addIncidents(bridge, network, Date.now())
  await bridge.call('sync:wait', { network }).catch(() => undefined)
  return { network: bridge, incident, plan, contact }
}
