import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'

import { ROOT } from '../launcher/node-binary.mjs'

/** All that a build is made of. Dependencies count by the lock file. */
const INPUTS = [
  ...['core', 'cli', 'electron', 'renderer', 'web', 'scripts/building', 'scripts/launcher'],
  ...['vite.config.ts', 'package-lock.json'],
]

/** One value that changes with any byte of the source of a build. */
export function sourceHash(root = ROOT) {
  const hash = createHash('sha256')
  for (const input of INPUTS) {
    for (const file of filesOf(path.join(root, input)).toSorted()) {
      hash.update(path.relative(root, file).replaceAll('\\', '/'))
      hash.update('\0')
      hash.update(readFileSync(file))
      hash.update('\0')
    }
  }
  return hash.digest('hex')
}

/** @param {string} place @returns {string[]} */
function filesOf(place) {
  if (!existsSync(place)) return []
  if (!statSync(place).isDirectory()) return [place]
  const entries = readdirSync(place, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name))
}
