import { existsSync } from 'node:fs'

const CANDIDATES = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/usr/bin/chromium-browser',
]

/** The Chromium that the suites drive; undefined where there is none. `MUSTER_CHROMIUM` names another. */
export function chromiumPath() {
  return process.env['MUSTER_CHROMIUM'] ?? CANDIDATES.find((file) => existsSync(file))
}

/** Quiet on the network, and able to run as root. */
export const CHROMIUM_ARGS = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]
