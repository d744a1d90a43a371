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

/** The worker is loaded by its address: that of the built one. */
const WORKER = {
  from: "new URL('argon2-worker.ts', import.meta.url)",
  to: "new URL('argon2-worker.mjs', import.meta.url)",
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
    await build({
      root: ROOT,
      configFile: false,
      logLevel: 'warn',
      publicDir: false,
      plugins: [addressOfWorker()],
      ssr: { noExternal: true, target: 'node' },
      resolve: {
        conditions: ['node', 'import', 'default'],
        alias: [{ find: /^@automerge\/automerge$/, replacement: path.join(ROOT, AUTOMERGE) }],
      },
      build: {
        ssr: true,
        outDir: folder,
        emptyOutDir: entry === PROGRAMS[0][0],
        target: 'node24',
        minify: false,
        sourcemap: false,
        rolldownOptions: {
          input: path.join(ROOT, entry),
          external: ['electron', ...builtinModules, /^node:/],
          output: { format, entryFileNames: name, codeSplitting: false },
        },
      },
    })
  }
}

/**
 * Mends the address of the worker in the one file that loads it.
 * @returns {import('vite').Plugin}
 */
function addressOfWorker() {
  return {
    name: 'muster:address-of-worker',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('/vault/passphrase-key.ts')) return undefined
      if (!code.includes(WORKER.from)) throw new Error('The passphrase worker is not loaded as the build expects')
      return { code: code.replace(WORKER.from, WORKER.to), map: null }
    },
  }
}
