import { readFileSync } from 'node:fs'
import path from 'node:path'

import { runToEnd } from './child.mjs'
import { ROOT } from './node-binary.mjs'
import { takeTurn } from './turn.mjs'

/** @typedef {{ version?: string, integrity?: string, optional?: boolean }} LockedPackage */

/**
 * Whether node_modules holds exactly what package-lock.json asks for, by the copy that npm keeps inside node_modules.
 * Optional packages may be absent: they belong to other platforms.
 * @param {string} [root]
 */
export function isInstalled(root = ROOT) {
  const wanted = packagesOf(path.join(root, 'package-lock.json'))
  const present = packagesOf(path.join(root, 'node_modules/.package-lock.json'))
  if (wanted === undefined || present === undefined) return false
  for (const [name, it] of present) {
    const locked = wanted.get(name)
    if (locked === undefined || locked.version !== it.version || locked.integrity !== it.integrity) return false
  }
  return [...wanted].every(([name, it]) => present.has(name) || it.optional === true)
}

/**
 * Installs the locked dependencies where they are missing or stale. Two launchers at once install once.
 * @returns {Promise<number>} exit code of npm, 0 where nothing was to do
 */
export async function ensureInstalled() {
  if (isInstalled()) return 0
  const release = await takeTurn(path.join(ROOT, '.cache/installing'))
  try {
    if (isInstalled()) return 0
    console.error('Installing the locked dependencies (once)...')
    const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
    const cli = process.env['npm_execpath']
    const code =
      cli !== undefined && path.basename(cli).startsWith('npm-cli')
        ? await runToEnd(process.execPath, [cli, ...args], { cwd: ROOT, stdout: 2 })
        : await runToEnd(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, { cwd: ROOT, stdout: 2 })
    if (code !== 0) {
      console.error('The dependencies could not be installed. Connect to the internet and run the same command again.')
    }
    return code
  } finally {
    release()
  }
}

/** @param {string} file @returns {Map<string, LockedPackage> | undefined} everything but the root package */
function packagesOf(file) {
  try {
    const { packages } = JSON.parse(readFileSync(file, 'utf8'))
    return new Map(Object.entries(packages).filter(([name]) => name !== ''))
  } catch {
    return undefined
  }
}
