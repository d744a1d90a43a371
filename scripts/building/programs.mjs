import { cpSync } from 'node:fs'
import { builtinModules } from 'node:module'
import path from 'node:path'

import { build } from 'vite'

import { ROOT } from '../launcher/node-binary.mjs'

/** Entry, format and name of each program of the desktop app. */
const PROGRAMS = /** @type {const} */ ([
  ['electron/main.ts', 'es', 'main.mjs'],
  ['electron/preload.ts', 'cjs', 'preload.cjs'],
  ['electron/engine-process.ts', 'es', 'engine.mjs'],
  ['electron/documents-process.ts', 'es', 'documents.mjs'],
  ['core/identity/vault/argon2-worker.ts', 'es', 'argon2-worker.mjs'],
])

/** Programs that Node runs, by name: the command line, the page for a browser, and what both start. Theirs is one folder, as they share most. */
const NODE_PROGRAMS = {
  muster: 'cli/main.ts',
  web: 'web/main.ts',
  documents: 'core/documents/automerge/host.ts',
  'argon2-worker': 'core/identity/vault/argon2-worker.ts',
}

/** What is loaded by its address, by the file that does: that of the built one. */
const WORKER = /** @type {const} */ (["'argon2-worker.ts', import.meta.url", "'argon2-worker.mjs', import.meta.url"])
/** @type {Addresses} */
const APP_ADDRESSES = { 'core/identity/vault/passphrase-key.ts': [WORKER] }
/** @type {Addresses} */
const NODE_ADDRESSES = {
  ...APP_ADDRESSES,
  'core/documents/automerge/host-process.ts': [["'./host.ts', import.meta.url", "'./documents.mjs', import.meta.url"]],
  'cli/main.ts': [["'../node_modules/.cache/muster'", "'../../node_modules/.cache/muster'"]],
  'cli/process.ts': [["'../package.json'", "'../../package.json'"]],
  'cli/commands/start.ts': [
    ["'../../dist/renderer'", "'../renderer'"],
    // what only a build needs stays where it is
    [
      "import('../../scripts/building/ensure-built.mjs')",
      "import(new URL('../../scripts/building/ensure-built.mjs', import.meta.url).href)",
    ],
  ],
  'web/main.ts': [
    ["'../package.json'", "'../../package.json'"],
    ["'../dist/renderer'", "'../renderer'"],
  ],
}

/** Automerge with its WebAssembly inside, so that a program is one file. */
const AUTOMERGE = 'node_modules/@automerge/automerge/dist/mjs/entrypoints/fullfat_base64.js'

/**
 * Bundles the desktop app's programs, each into one file that needs nothing but Electron, and puts the icons beside.
 * @param {string} folder where the programs go; `icons` goes beside it
 */
export async function buildPrograms(folder) {
  cpSync(path.join(ROOT, 'electron/icons'), path.join(folder, '../icons'), { recursive: true })
  for (const [entry, format, name] of PROGRAMS) {
    await bundle(folder, {
      addresses: APP_ADDRESSES,
      alias: [{ find: /^@automerge\/automerge$/, replacement: path.join(ROOT, AUTOMERGE) }],
      emptyOutDir: entry === PROGRAMS[0][0],
      rolldownOptions: {
        input: path.join(ROOT, entry),
        external: ['electron', ...builtinModules, /^node:/],
        output: { format, entryFileNames: name, codeSplitting: false },
      },
    })
  }
}

/**
 * Bundles what Node runs: a start reads a few files instead of hundreds. Packages are inside, but for what only a build needs,
 * and for Automerge: its WebAssembly is read faster from its own file.
 * @param {string} folder `<root>/dist/node`, or one that becomes it
 */
export async function buildNodePrograms(folder) {
  const input = Object.entries(NODE_PROGRAMS).map(([name, entry]) => [name, path.join(ROOT, entry)])
  await bundle(folder, {
    addresses: NODE_ADDRESSES,
    emptyOutDir: true,
    rolldownOptions: {
      input: Object.fromEntries(input),
      external: [...builtinModules, /^node:/, '@automerge/automerge'],
      output: { format: 'es', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
    },
  })
}

/**
 * @param {string} folder
 * @param {import('vite').BuildEnvironmentOptions & { addresses: Addresses, alias?: import('vite').Alias[] }} options
 */
async function bundle(folder, { addresses, alias = [], ...options }) {
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    plugins: [addressesOf(addresses)],
    ssr: { noExternal: true, target: 'node' },
    resolve: { conditions: ['node', 'import', 'default'], alias },
    build: { ssr: true, outDir: folder, target: 'node24', minify: false, sourcemap: false, ...options },
  })
}

/** @typedef {Readonly<Record<string, readonly (readonly [string, string])[]>>} Addresses what is replaced by what, by file */

/**
 * Mends addresses of files in those that load them.
 * @param {Addresses} addresses
 * @returns {import('vite').Plugin}
 */
function addressesOf(addresses) {
  return {
    name: 'muster:addresses',
    enforce: 'pre',
    transform(code, id) {
      const mended = addresses[path.relative(ROOT, id).replaceAll('\\', '/')]
      if (mended === undefined) return undefined
      for (const [from, to] of mended) {
        if (!code.includes(from)) throw new Error(`The build expects ${from} in ${id}`)
        code = code.replace(from, to)
      }
      return { code, map: null }
    },
  }
}
