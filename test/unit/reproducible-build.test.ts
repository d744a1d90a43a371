import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterAll, describe, expect, test, vi } from 'vitest'

import { buildPage } from '../../scripts/building/page.mjs'
import { buildNodePrograms, buildPrograms } from '../../scripts/building/programs.mjs'
import { billOfMaterials } from '../../scripts/building/sbom.mjs'

interface Component {
  readonly name: string
  readonly version: string
  readonly hashes: readonly { readonly alg: string; readonly content: string }[]
  readonly licenses?: readonly unknown[]
}

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** Builds into a folder of its own. @returns SHA-256 of every file, by its name */
async function build(): Promise<Record<string, string>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'muster-build-'))
  folders.push(folder)
  await buildPage(path.join(folder, 'renderer'))
  await buildPrograms(path.join(folder, 'app'))
  await buildNodePrograms(path.join(folder, 'node'))
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return Object.fromEntries(
    entries
      .map((entry) => path.join(entry.parentPath, entry.name))
      .map((file) => [path.relative(folder, file), createHash('sha256').update(readFileSync(file)).digest('hex')])
      .toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  )
}

describe('what is shipped', () => {
  test('is the same to the byte when it is built twice, in folders of other names', async () => {
    const [once, again] = [await build(), await build()]
    console.info(`build: ${Object.keys(once).length} files, twice the same (all)`)
    expect(Object.keys(once).length).toBeGreaterThan(10)
    expect(again).toEqual(once)
  }, 120_000)

  test('has a bill of materials that names every package with version, licence and hash, and is the same each time', () => {
    vi.stubEnv('NODE_ENV', 'production')
    const text = billOfMaterials()
    vi.unstubAllEnvs()
    const { components, ...bom } = JSON.parse(text) as { components: Component[]; bomFormat: string }
    const packages: Record<string, { version: string; dev?: boolean; optional?: boolean }> = JSON.parse(
      readFileSync('package-lock.json', 'utf8'),
    ).packages
    const shipped = Object.entries(packages)
      .filter(([folder, it]) => folder !== '' && it.dev !== true && it.optional !== true)
      .map(([folder, { version }]) => `${folder.replace(/^.*node_modules\//u, '')}@${version}`)
    const named = new Set(components.map(({ name, version }) => `${name}@${version}`))
    console.info(`bill of materials: ${components.length} packages`)
    expect(bom.bomFormat).toBe('CycloneDX')
    expect(shipped.filter((one) => !named.has(one))).toEqual([])
    for (const { name, hashes, licenses = [] } of components) {
      expect(hashes[0], name).toMatchObject({ alg: 'SHA-512', content: expect.stringMatching(/^[0-9a-f]{128}$/u) })
      expect(licenses, name).not.toEqual([])
    }
    expect(billOfMaterials()).toBe(text)
  }, 60_000)
})
