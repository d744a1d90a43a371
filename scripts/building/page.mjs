import { readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'

import { build } from 'vite'

import { ROOT } from '../launcher/node-binary.mjs'

/**
 * Builds the page, with the list of its files that web/page-files.ts serves by.
 * @param {string} folder where it goes; emptied first
 */
export async function buildPage(folder) {
  const configFile = path.join(ROOT, 'vite.config.ts')
  await asShipped(() =>
    build({ root: path.join(ROOT, 'renderer'), configFile, logLevel: 'warn', build: { outDir: folder } }),
  )
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const names = entries.map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
  const list = names.map((name) => name.replaceAll('\\', '/')).toSorted()
  writeFileSync(path.join(folder, 'files.json'), `${JSON.stringify(list, undefined, 1)}\n`)
}

/**
 * Tests run with another NODE_ENV, and React would come in its slow form for developers.
 * @param {() => Promise<unknown>} work
 */
async function asShipped(work) {
  const { NODE_ENV } = process.env
  process.env.NODE_ENV = 'production'
  try {
    await work()
  } finally {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV
    else process.env.NODE_ENV = NODE_ENV
  }
}
