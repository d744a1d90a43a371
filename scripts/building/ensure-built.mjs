import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

import { ROOT } from '../launcher/node-binary.mjs'
import { sourceHash } from './source-hash.mjs'

const STAMP = path.join(ROOT, 'dist/source-hash')

/**
 * Builds `dist/` unless it was built from the same source. A build that fails leaves no stamp, so it is tried again.
 * @param {{ say: (line: string) => void }} options told only when there is something to wait for
 */
export async function ensureBuilt({ say }) {
  const wanted = sourceHash()
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return
  say('Building the window (once for each version of the source)...')
  const began = performance.now()
  rmSync(STAMP, { force: true })
  // the bundler is loaded only where it is needed
  const [{ buildPage }, { buildPrograms }] = await Promise.all([import('./page.mjs'), import('./programs.mjs')])
  await buildPage()
  await buildPrograms()
  mkdirSync(path.dirname(STAMP), { recursive: true })
  writeFileSync(STAMP, wanted)
  say(`Built in ${((performance.now() - began) / 1000).toFixed(1)} s.`)
}
