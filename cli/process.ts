import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'

import { systemClock } from '../core/shared/clock.ts'
import { followLauncher } from '../scripts/launcher/follow.ts'
import type { OpenEngine } from './engine-port.ts'
import { runCli } from './run.ts'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }

/** Loaded only where no running peer does the work: it brings the network and the documents with it. */
const openEngine: OpenEngine = async (options) => {
  const { openEngine: open } = await import('../core/engine/engine.ts')
  return open({ ...options, version })
}

const env = { ...process.env }
// child processes inherit the environment: they have no business with a passphrase
for (const name of ['MUSTER_PASSPHRASE', 'MUSTER_NEW_PASSPHRASE', 'MUSTER_BACKUP_PASSPHRASE']) delete process.env[name]

const code = await runCli({
  argv: process.argv.slice(2),
  env,
  platform: process.platform,
  homeDir: homedir(),
  pid: process.pid,
  version,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  clock: systemClock,
  openEngine,
  onSignal: (listener) => {
    for (const signal of SIGNALS) process.on(signal, listener)
    followLauncher(listener) // a launcher that was killed cannot pass anything on
    return () => {
      for (const signal of SIGNALS) process.off(signal, listener)
    }
  },
})
// whatever a library left open must not hold the terminal: everything is stopped and flushed
process.exit(code)
