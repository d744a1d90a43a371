// `npm start`: the desktop app; where Electron is not, cannot be had or does not start, the same page in a browser.
import path from 'node:path'

import { ensureBuilt } from './building/ensure-built.mjs'
import { programFile } from './building/program-file.mjs'
import { runToEnd } from './launcher/child.mjs'
import { ROOT } from './launcher/node-binary.mjs'
import { electronBinary } from './starting/electron-binary.mjs'

/** Electron that ends sooner with a failure never had a window: no screen, or a system that forbids its sandbox. */
const NEVER_OPENED_MS = 8_000
/** Ended by the person: SIGHUP, SIGINT, SIGTERM. */
const WANTED = [129, 130, 143]

const given = process.argv.slice(2)
const args = given.filter((arg) => arg !== '--browser')

await ensureBuilt({ say: console.error })
const electron = given.includes('--browser') ? { why: 'as asked for' } : await electronBinary({ say: console.error })
const opened = 'file' in electron ? await openApp(electron.file) : electron
if ('code' in opened) process.exitCode = opened.code
else {
  console.error(`Muster opens in your browser: ${opened.why}.`)
  const host = [...process.execArgv, path.join(ROOT, programFile('web/main.ts')), ...args]
  process.exitCode = await runToEnd(process.execPath, host, { follow: true })
}

/**
 * @param {string} file
 * @returns {Promise<{ code: number } | { why: string }>}
 */
async function openApp(file) {
  const { NODE_OPTIONS: _forNode, ELECTRON_RUN_AS_NODE: _asNode, ...env } = process.env
  const began = performance.now()
  const code = await runToEnd(file, [ROOT, ...args], { env, follow: true })
  const neverOpened = code !== 0 && !WANTED.includes(code) && performance.now() - began < NEVER_OPENED_MS
  return neverOpened ? { why: `Electron did not start (code ${code}, see above)` } : { code }
}
