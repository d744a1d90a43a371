import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

import { ROOT } from '../launcher/node-binary.mjs'

const INSTALL_TIMEOUT_MS = 300_000

/**
 * The Electron program: the one that is there, else the one that can be fetched now.
 *
 * @param {{ say: (line: string) => void, env?: NodeJS.ProcessEnv, root?: string, timeoutMs?: number }} options
 *   `MUSTER_NO_DOWNLOAD=1` in `env`: nothing is fetched; `ELECTRON_OVERRIDE_DIST_PATH`: a folder that holds it
 * @returns {Promise<{ file: string } | { why: string }>} `why`: half a sentence for the person
 */
export async function electronBinary({ say, env = process.env, root = ROOT, timeoutMs = INSTALL_TIMEOUT_MS }) {
  const there = installedBinary(root, env)
  if (there !== undefined) return { file: there }
  const script = path.join(root, 'node_modules/electron/install.js')
  if (!existsSync(script)) return { why: 'Electron is not among the installed dependencies' }
  if (env['MUSTER_NO_DOWNLOAD'] === '1')
    return { why: 'Electron is not here and MUSTER_NO_DOWNLOAD=1 forbids to fetch it' }
  say('Fetching Electron (once; at most 5 minutes, Ctrl+C stops)...')
  const problem = await install(script, { env, timeoutMs })
  const fetched = installedBinary(root, env)
  return fetched === undefined ? { why: `Electron could not be fetched (${problem})` } : { file: fetched }
}

/**
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 */
function installedBinary(root, env) {
  const folder = path.join(root, 'node_modules/electron')
  const named = path.join(folder, 'path.txt')
  const override = env['ELECTRON_OVERRIDE_DIST_PATH']
  const program = existsSync(named) ? readFileSync(named, 'utf8').trim() : usualName()
  const file = path.join(override ?? path.join(folder, 'dist'), program)
  return existsSync(file) ? file : undefined
}

/** As electron/install.js names it. */
function usualName() {
  if (process.platform === 'win32') return 'electron.exe'
  return process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron'
}

/**
 * @param {string} script
 * @param {{ env: NodeJS.ProcessEnv, timeoutMs: number }} options
 * @returns {Promise<string>} what went wrong, one line; empty where nothing did
 */
function install(script, { env, timeoutMs }) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script], { env, stdio: ['ignore', 'ignore', 'pipe'], timeout: timeoutMs })
    let complaint = ''
    child.stderr.on('data', (bytes) => (complaint = (complaint + bytes).slice(0, 4_096)))
    child.on('error', (error) => resolve(error.message))
    child.on('close', (code, signal) => {
      if (code === 0) resolve('')
      else resolve(signal === null ? firstLine(complaint) : 'it took too long')
    })
  })
}

/** @param {string} text */
function firstLine(text) {
  const lines = text.split('\n').map((line) => line.trim())
  return lines.find((line) => /error/i.test(line))?.slice(0, 160) ?? 'the installer failed'
}
