// `npm start`: the desktop app; where Electron is not and cannot be had, the same page in a browser.
import path from 'node:path'

import { ensureBuilt } from './building/ensure-built.mjs'
import { runToEnd } from './launcher/child.mjs'
import { ROOT } from './launcher/node-binary.mjs'
import { electronBinary } from './starting/electron-binary.mjs'

const args = process.argv.slice(2)
const here = (/** @type {string} */ file) => path.join(ROOT, file)

await ensureBuilt({ say: console.error })
const electron = args.includes('--browser') ? { why: 'as asked for' } : await electronBinary({ say: console.error })
if ('file' in electron) {
  const { NODE_OPTIONS: _forNode, ...env } = process.env
  process.exitCode = await runToEnd(electron.file, [ROOT, ...args], { env, follow: true })
} else {
  console.error(`Muster opens in your browser: ${electron.why}.`)
  const rest = args.filter((arg) => arg !== '--browser')
  process.exitCode = await runToEnd(process.execPath, [...process.execArgv, here('web/main.ts'), ...rest], {
    follow: true,
  })
}
