import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

import { ROOT } from '../launcher/node-binary.mjs'
import { takeTurn } from '../launcher/turn.mjs'
import { sourceHash } from './source-hash.mjs'

const DIST = path.join(ROOT, 'dist')
const STAMP = path.join(DIST, 'source-hash')

/**
 * Builds `dist/` unless it was built from the same source. Two at once build once, and what is there already is replaced
 * only by a build that succeeded.
 * @param {{ say: (line: string) => void }} options told only when there is something to wait for
 */
export async function ensureBuilt({ say }) {
  if (isBuilt()) return
  const release = await takeTurn(path.join(ROOT, '.cache/building'))
  try {
    if (isBuilt()) return
    say('Building the window (once for each version of the source)...')
    const began = performance.now()
    await build()
    say(`Built in ${((performance.now() - began) / 1000).toFixed(1)} s.`)
  } finally {
    release()
  }
}

/** Whether `dist/` was built from this source. */
export function isBuilt() {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === sourceHash()
}

async function build() {
  const hash = sourceHash()
  const made = path.join(ROOT, '.cache/dist')
  // the bundler is loaded only where it is needed
  const [{ buildPage }, { buildNodePrograms, buildPrograms }] = await Promise.all([
    import('./page.mjs'),
    import('./programs.mjs'),
  ])
  rmSync(made, { recursive: true, force: true })
  await buildPage(path.join(made, 'renderer'))
  await buildPrograms(path.join(made, 'app'))
  await buildNodePrograms(path.join(made, 'node'))
  mkdirSync(DIST, { recursive: true })
  rmSync(STAMP, { force: true })
  for (const part of ['renderer', 'app', 'icons', 'node']) {
    rmSync(path.join(DIST, part), { recursive: true, force: true })
    renameSync(path.join(made, part), path.join(DIST, part))
  }
  writeFileSync(STAMP, hash)
}
