import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { createPackage, extractAll, listPackage } from '@electron/asar'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { ensureBuilt } from '../../scripts/building/ensure-built.mjs'
import { afterPack } from '../../scripts/packaging/after-pack.mjs'
import { chromiumPath } from '../../scripts/testing/chromium.mjs'
import { rawCall } from './bridge-calls.ts'
import { launchDouble } from './launch-app.ts'

const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const config = readFileSync('electron-builder.yml', 'utf8')

/** The list under a key at the left edge. */
function listOf(key: string): string[] {
  const block = new RegExp(`^${key}:\\n((?: {2}- .*\\n)+)`, 'm').exec(config)?.[1] ?? ''
  return [...block.matchAll(/^ {2}- ["']?([^"'\n]*)["']?$/gm)].map(([, entry]) => entry!)
}

describe('a package', () => {
  let folder: string
  let archive: string

  beforeAll(async () => {
    await ensureBuilt({ say: () => undefined })
    folder = mkdtempSync(path.join(tmpdir(), 'muster-package-'))
    const chosen = listOf('files').filter((entry) => !entry.startsWith('!'))
    for (const entry of chosen) {
      const name = entry.replace(/\/\*\*$/, '')
      cpSync(name, path.join(folder, 'source', name), { recursive: true })
    }
    mkdirSync(path.join(folder, 'app/resources'), { recursive: true })
    archive = path.join(folder, 'app/resources/app.asar')
    await createPackage(path.join(folder, 'source'), archive)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('holds the built programs and the page, and neither source, nor packages, nor tests, nor secrets', () => {
    const files = listPackage(archive, { isPack: false }).map((file) => file.replaceAll('\\', '/'))
    const programs = files.filter((file) => file.startsWith('/dist/app/')).toSorted()
    expect(programs).toEqual(
      ['argon2-worker.mjs', 'documents.mjs', 'engine.mjs', 'main.mjs', 'preload.cjs'].map((it) => `/dist/app/${it}`),
    )
    expect(files).toContain('/dist/renderer/index.html')
    expect(files.filter((file) => /\.(ts|tsx|map|y4m|env)$|node_modules|\/test|double/.test(file))).toEqual([])
    expect(new Set(files.map((file) => file.split('/')[1]))).toEqual(new Set(['dist', 'package.json']))
  })

  test('names the program that Electron starts', () => {
    const { main } = JSON.parse(readFileSync('package.json', 'utf8'))
    expect(listPackage(archive, { isPack: false })).toContain(`/${main}`)
  })

  test('has its programs complete: they ask for Electron and for Node, and for nothing else', () => {
    for (const name of ['main.mjs', 'preload.cjs', 'engine.mjs', 'documents.mjs', 'argon2-worker.mjs']) {
      const lines = readFileSync(path.join('dist/app', name), 'utf8').split('\n')
      const asked = lines
        .filter((line) => line.length < 1_000)
        .map((line) => /^import\s(?:.*\sfrom\s)?"([^"]+)";?$|^.*= require\("([^"]+)"\)/.exec(line))
        .map((found) => found?.[1] ?? found?.[2] ?? 'electron')
      expect(asked.filter((it) => it !== 'electron' && !isBuiltin(it))).toEqual([])
    }
  })

  test('comes with every fuse set, by the hook that electron-builder calls', async () => {
    expect(config).toContain('\nafterPack: scripts/packaging/after-pack.mjs\n')
    const program = path.join(folder, 'app/muster')
    // as in Electron: the mark, version 1, nine fuses, all on
    writeFileSync(
      program,
      Buffer.concat([Buffer.from(`before ${SENTINEL}`), Buffer.from([1, 9]), Buffer.from('111111111 after')]),
    )
    const packager = { appInfo: { productFilename: 'Muster' }, executableName: 'muster' }
    await afterPack({ appOutDir: path.join(folder, 'app'), electronPlatformName: 'linux', packager })
    const wire = (await getCurrentFuseWire(program)) as unknown as Record<string, FuseState>
    const names = [
      'RunAsNode',
      'EnableCookieEncryption',
      'EnableNodeOptionsEnvironmentVariable',
      'EnableNodeCliInspectArguments',
      'EnableEmbeddedAsarIntegrityValidation',
      'OnlyLoadAppFromAsar',
      'LoadBrowserProcessSpecificV8Snapshot',
      'GrantFileProtocolExtraPrivileges',
      'WasmTrapHandlers',
    ] as const
    const on = names.filter((name) => wire[FuseV1Options[name]] === FuseState.ENABLE)
    expect(on).toEqual([
      'EnableCookieEncryption',
      'EnableEmbeddedAsarIntegrityValidation',
      'OnlyLoadAppFromAsar',
      'WasmTrapHandlers',
    ])
    const off = names.filter((name) => wire[FuseV1Options[name]] === FuseState.DISABLE)
    expect(on.length + off.length).toBe(9)
  })

  test('is refused when Electron has a fuse that nobody decided about', async () => {
    const program = path.join(folder, 'app/newer')
    writeFileSync(program, Buffer.concat([Buffer.from(SENTINEL), Buffer.from([1, 10]), Buffer.from('1111111111')]))
    const packager = { appInfo: { productFilename: 'Muster' }, executableName: 'newer' }
    const packed = afterPack({ appOutDir: path.join(folder, 'app'), electronPlatformName: 'linux', packager })
    await expect(packed).rejects.toThrow('strictlyRequireAllFuses')
  })

  test('publishes nothing, and asks for what each system wants', () => {
    expect(config).toMatch(/^publish: null$/m)
    expect(config).toMatch(/^asar: true$/m)
    for (const target of ['[AppImage, deb]', '[dmg]', '[nsis]']) expect(config).toContain(`target: ${target}`)
    expect(config).toContain('schemes: [muster]')
    expect(config).not.toMatch(/autoUpdate|provider:|electronDownload/)
  })

  test.skipIf(chromiumPath() === undefined)('starts, from its archive', async () => {
    extractAll(archive, path.join(folder, 'out'))
    const profile = path.join(folder, 'profile')
    const app = await launchDouble({ profile }, path.join(folder, 'out/dist/app/main.mjs'))
    try {
      expect((await rawCall(app.page, 'profile:status', {})).value.state).toBe('new')
    } finally {
      await app.close()
    }
  })
})
