import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { fileURLToPath } from 'node:url'

import { errorText } from '../core/bridge/error-text.ts'
import { systemClock } from '../core/shared/clock.ts'
import { leaveNoCoreDump } from '../core/shared/core-dumps.ts'
import { toWireError } from '../core/shared/errors.ts'
import { startInOrder } from '../core/shared/lifecycle.ts'
import { profileDir } from '../core/shared/profile-dir.ts'
import { followLauncher } from '../scripts/launcher/follow.ts'
import { browserOpener, openInBrowser } from './open-browser.ts'
import { readStartOptions } from './start-options.ts'
import { WindowEngine } from './window-engine.ts'
import { WebHost } from './web-host.ts'

/** `npm start` where there is no desktop app: the same page in a browser, with the engine in this process. */

leaveNoCoreDump()
const { env, platform } = process
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
const options = readStartOptions(process.argv.slice(2))
const place = { env, platform, homeDir: homedir() }

const engine = new WindowEngine({ ...options, profileDir: profileDir(place, options.profile), version })
const host = new WebHost({
  page: fileURLToPath(new URL('../dist/renderer', import.meta.url)),
  port: options.port,
  attach: (channel) => engine.attach(channel),
  clock: systemClock,
  random: (size) => new Uint8Array(randomBytes(size)),
})

const ending = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => ending.abort())
followLauncher(() => ending.abort()) // a launcher that was killed cannot pass anything on

try {
  const stopAll = await startInOrder([engine, host])
  try {
    say(
      `Muster is running. Open this address in a browser on this computer:\n  ${host.address}\nStop it with Ctrl+C.\n`,
    )
    if (options.open) openWindow()
    await new Promise<void>((ended) => {
      if (ending.signal.aborted) ended()
      else ending.signal.addEventListener('abort', () => ended(), { once: true })
    })
    say('Stopping. Everything is saved.\n')
  } finally {
    await stopAll()
  }
  process.exitCode = 0
} catch (failure) {
  const { what, safe, todo } = errorText(toWireError(failure))
  process.stderr.write(`${[what, safe, todo].join('\n')}\n`)
  process.exitCode = 1
}
// whatever a library left open must not hold the terminal: everything is stopped
process.exit()

function openWindow(): void {
  const address = host.addressOnce()
  const opener = address === undefined ? undefined : browserOpener(address, { platform, env })
  if (opener !== undefined) openInBrowser(opener)
}

/** Nobody may be listening any more: a closed terminal must not stop the stopping. */
function say(text: string): void {
  process.stdout.write(text, () => undefined)
}
