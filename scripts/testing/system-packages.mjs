import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'

import { chromiumPath } from './chromium.mjs'

/** Programs that suites drive, and the Debian package of each. */
const TOOLS = {
  ip: 'iproute2',
  nft: 'nftables',
  strace: 'strace',
  tcpdump: 'tcpdump',
  faketime: 'faketime',
  'mkfs.ext4': 'e2fsprogs',
  'mkfs.xfs': 'xfsprogs',
  xfs_io: 'xfsprogs',
  python3: 'python3-minimal',
}
const FOLDERS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin']
/** Debian packages of the browser, smallest first. */
const BROWSERS = ['chromium-headless-shell', 'chromium']
const APT_TIMEOUT_MS = 300_000

/**
 * Makes the machine fit for the suites in network namespaces, as far as that is possible.
 * Installs only what is missing, only as root, only where apt is.
 *
 * @returns {string[]} why suites will be skipped, one plain sentence each; empty where nothing is missing
 */
export function prepareMachine() {
  if (process.platform !== 'linux') return ['network namespaces exist on Linux only']
  const isRoot = process.getuid?.() === 0
  if (isRoot) installMissing()
  const reasons = missing().map((tool) => `the program "${tool}" (package ${TOOLS[tool]}) is missing`)
  if (!isRoot) return ['not root', ...reasons]
  if (reasons.length === 0 && !canMakeNamespace()) return ['this machine does not let root make network namespaces']
  return reasons
}

/**
 * Makes sure of a Chromium for the end-to-end suites, as far as that is possible.
 * @returns {string | undefined} why they will be skipped
 */
export function prepareBrowser() {
  if (chromiumPath() !== undefined) return undefined
  if (process.platform === 'linux' && process.getuid?.() === 0 && isPresent('apt-get')) {
    console.log('Installing for the tests: a Chromium...')
    if (apt(['update', '-qq'])) {
      for (const name of BROWSERS)
        if (apt(['install', '-y', '-qq', '--no-install-recommends', name]) && chromiumPath() !== undefined)
          return undefined
    }
  }
  return 'no Chromium is here (MUSTER_CHROMIUM may name one)'
}

function installMissing() {
  const packages = [...new Set(missing().map((tool) => TOOLS[tool]))]
  if (packages.length === 0 || !isPresent('apt-get')) return
  console.log(`Installing for the tests: ${packages.join(', ')}...`)
  if (apt(['update', '-qq'])) apt(['install', '-y', '-qq', '--no-install-recommends', ...packages])
}

/** @param {string[]} args */
function apt(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const result = spawnSync('apt-get', args, { env, encoding: 'utf8', timeout: APT_TIMEOUT_MS })
  if (result.status !== 0) console.log(`apt-get ${args[0]} failed:\n${(result.stderr ?? '').trim()}`)
  return result.status === 0
}

function missing() {
  return /** @type {(keyof typeof TOOLS)[]} */ (Object.keys(TOOLS)).filter((tool) => !isPresent(tool))
}

/** @param {string} program */
function isPresent(program) {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).concat(FOLDERS)
  return folders.some((folder) => existsSync(path.join(folder, program)))
}

function canMakeNamespace() {
  const name = `muster-probe-${process.pid}`
  if (spawnSync('ip', ['netns', 'add', name]).status !== 0) return false
  return spawnSync('ip', ['netns', 'delete', name]).status === 0
}
