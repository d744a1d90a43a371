import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { launchWeb } from './launch-web.ts'
import { choosePassphrase } from './pages/first-steps.ts'
import { accessibilityProblems } from './pages/problems.ts'
import { askForHelp, call, callOff, calls, helpAsked } from './tour/calls.ts'
import { care, cared, DUTY_NEVER, DUTY_NOBODY, DUTY_ON } from './tour/care.ts'
import { bridgeOf, disturb, fill } from './tour/fill.ts'
import { EMPTY, FIRST_NETWORK, FIRST_RUN, disturbed, inUse, LOCKED, OFFLINE } from './tour/itinerary.ts'
import { addressOf, openLooks, OUT, takePicture, type Look } from './tour/looks.ts'
import { shootHindered } from './tour/hindered.ts'
import { shootLoading } from './tour/loading.ts'
import { README_LOOKS, README_STOPS, writeReadmePictures } from './tour/readme.ts'
import { leaveOverlays, type Stop } from './tour/stops.ts'

/**
 * `npm run screens`: pictures of every screen, tab, dialog and state: light, dark, in Spanish and in Arabic, on two sizes of window.
 * `npm run screens -- light dark` takes these looks only, `-- plan today` the pictures whose names begin so, and `-- readme`
 * renews the pictures of the README in docs/screens. With `axe` among the words, each is judged by axe too.
 */

const LOOK_NAMES = ['light', 'dark', 'arabic', 'spanish', 'small', 'small-arabic']
const wanted = process.argv.slice(2)
const isJudged = wanted.includes('axe')
const isForReadme = wanted.includes('readme')
const wantedLooks = isForReadme ? README_LOOKS : wanted.filter((word) => LOOK_NAMES.includes(word))
const wantedStops = wanted.filter((word) => !LOOK_NAMES.includes(word) && word !== 'axe')

const folder = mkdtempSync(path.join(tmpdir(), 'muster-screens-'))
if (wanted.length === 0) rmSync(OUT, { recursive: true, force: true })
const options = { listen: '127.0.0.1:0', language: 'en-GB', args: ['--no-discovery'] }
const ana = await launchWeb({ ...options, profile: path.join(folder, 'ana') })
const lee = await launchWeb({ ...options, profile: path.join(folder, 'lee') })
const mira = await launchWeb({ ...options, profile: path.join(folder, 'mira') })
let failures = 0
try {
  const looks = await openLooks(ana.page, wantedLooks)
  await shoot(looks, FIRST_RUN)
  await choosePassphrase(ana.page)
  await shoot(looks, FIRST_NETWORK)
  const bridge = await bridgeOf(path.join(folder, 'ana'))
  const { id: network } = await bridge.call('network:create', { name: 'Canal Street area', as: 'Ana', kind: 'area' })
  for (const { page } of looks) await page.getByRole('navigation').waitFor()
  await shoot(looks, EMPTY)
  const shown = await fill(bridge, network, path.join(folder, 'lee'))
  await shoot(looks, inUse(shown))
  if (wanted.length === 0 || wanted.includes('loading'))
    await shootLoading(looks, await addressOf(ana.page)).catch(failed('loading'))
  if (wanted.length === 0 || wantedStops.includes('sync-hindered'))
    await shootHindered(looks, await addressOf(ana.page)).catch(failed('sync-hindered'))
  const { gaps } = await care(bridge, { network, circle: shown.circle, profile: path.join(folder, 'lee') })
  await shoot(looks, [...cared({ circle: shown.circle, gaps }), ...DUTY_NEVER])
  await bridge.call('duty:start', { network, until: Date.now() + 86_400_000 })
  await shoot(looks, DUTY_ON)
  await bridge.call('duty:end', { network, note: 'The keys of the hall are at the bakery.' })
  await shoot(looks, DUTY_NOBODY)
  await bridge.call('duty:start', { network })
  await disturb(bridge, { network, incident: shown.other, profile: path.join(folder, 'mira') }).catch(failed('disturb'))
  await shoot(looks, disturbed(shown))
  const profile = path.join(folder, 'lee')
  const called = await call(bridge, { network, incident: shown.incident, unverified: shown.other, profile })
  await shoot(looks, calls(called))
  await askForHelp(network, called, profile)
  await shoot(looks, helpAsked(called))
  await callOff(bridge, network, called)
  await lee.close()
  await mira.close()
  await shoot(looks, OFFLINE)
  for (const { page } of looks) await leaveOverlays(page)
  await bridge.call('profile:lock', {})
  await shoot(looks, LOCKED)
  bridge.close()
  if (isForReadme) writeReadmePictures()
  console.log(
    `Pictures are in ${path.relative(process.cwd(), OUT) || '.'}${failures > 0 ? `, ${failures} failed` : ''}`,
  )
} finally {
  await ana.close()
  await lee.close()
  await mira.close()
  rmSync(folder, { recursive: true, force: true })
}
process.exit(failures > 0 ? 1 : 0)

/** The steps of every stop are made on every page, as later ones go on from there; pictures are taken of what is wanted. */
async function shoot(looks: readonly Look[], stops: readonly Stop[]): Promise<void> {
  for (const { name, steps } of stops) {
    const isWanted = isForReadme
      ? README_STOPS.includes(name)
      : wantedStops.length === 0 || wantedStops.some((word) => name.startsWith(word))
    for (const look of looks) {
      try {
        for (const step of steps) await step(look.page, look.t)
        if (isWanted) await takePicture(look, name)
        for (const problem of isWanted && isJudged ? await accessibilityProblems(look.page) : [])
          failed(`${look.name}/${name}`)(problem)
      } catch (error) {
        failed(`${look.name}/${name}`)(error)
      }
    }
  }
}

function failed(what: string): (error: unknown) => void {
  return (error) => {
    failures++
    console.error(`${what}: ${String(error).split('\n')[0]}`)
  }
}
