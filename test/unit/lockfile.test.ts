import { readFileSync } from 'node:fs'

import { describe, expect, test } from 'vitest'

interface Locked {
  version: string
  integrity?: string
  resolved?: string
  license?: string
  dev?: boolean
  optional?: boolean
  hasInstallScript?: boolean
  optionalDependencies?: Record<string, string>
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8'))
const text = readFileSync('package-lock.json', 'utf8')
const root: unknown = JSON.parse(text).packages['']
const locked = Object.entries<Locked>(JSON.parse(text).packages)
  .filter(([folder]) => folder !== '')
  .map(([folder, it]) => ({ name: folder.replace(/^.*node_modules\//, ''), ...it }))

const EXACT = /^\d+\.\d+\.\d+$/

/** Licences that allow use in an MIT program; of a choice ("A OR B") one is enough, of a sum ("A AND B") all are needed. */
const LICENCES = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MPL-2.0',
  'OFL-1.1', // fonts
  'Unlicense',
])

/** Oldest version without a known hole that matters here. */
const FLOORS: Record<string, string> = {
  '@libp2p/crypto': '5.1.22', // signatures were accepted without being checked below it
  'dns-packet': '5.2.2', // memory of the process leaked into queries
  ws: '8.17.1', // a request with many headers crashed the server
}

/** Packages with an install script, all of which work without it, because none is ever run. */
const WITH_SCRIPTS = ['@swc/core', 'cbor-extract', 'fsevents']

/** What the product itself brings to a laptop. Raise it only in the change that needs it, and say why there. */
const MOST_PRODUCT_PACKAGES = 195 // of which 65 came with the window: React Aria, Lingui, CodeMirror, fonts, ws

describe('dependencies', () => {
  test('are exact versions in package.json, sorted by name', () => {
    for (const section of ['dependencies', 'devDependencies', 'optionalDependencies']) {
      const names = Object.keys(manifest[section])
      expect(names).toEqual(names.toSorted())
      for (const name of names) expect(`${name}@${manifest[section][name]}`).toMatch(/@\d+\.\d+\.\d+$/)
    }
  })

  test('in the lock file are those of package.json', () => {
    expect(root).toMatchObject({
      dependencies: manifest.dependencies,
      devDependencies: manifest.devDependencies,
      optionalDependencies: manifest.optionalDependencies,
    })
  })

  test('are locked by version and content, and without the address of a registry', () => {
    expect(locked.length).toBeGreaterThan(100)
    expect(text).not.toContain('"resolved"')
    expect(text).not.toMatch(/https?:\/\/[^"]*(registry|\.tgz)/)
    for (const it of locked) expect(it, it.name).toMatchObject({ integrity: expect.stringMatching(/^sha512-/) })
    expect(locked.filter(({ version }) => !EXACT.test(version.replace(/[-+].*$/, '')))).toEqual([])
  })

  test('are locked for every platform: npm refuses a lock file that lacks one', () => {
    const names = new Set(locked.map(({ name }) => name))
    const wanted = locked.flatMap((it) => Object.keys(it.optionalDependencies ?? {}))
    expect(wanted.filter((name) => !names.has(name))).toEqual([])
  })

  test('have licences that allow their use here', () => {
    expect(
      locked.filter(({ license }) => !isAllowed(license)).map(({ name, license }) => `${name}: ${license}`),
    ).toEqual([])
  })

  test('are not older than the last one with a known hole', () => {
    for (const [name, floor] of Object.entries(FLOORS)) {
      const versions = locked.filter((it) => it.name === name).map((it) => it.version)
      expect(versions, name).not.toEqual([])
      for (const version of versions) expect(compare(version, floor), `${name} ${version}`).toBeGreaterThanOrEqual(0)
    }
  })

  test('need no install script', () => {
    const withScript = locked.filter((it) => it.hasInstallScript === true).map((it) => it.name)
    expect(withScript.filter((name) => !WITH_SCRIPTS.includes(name))).toEqual([])
    expect(readFileSync('.npmrc', 'utf8')).toMatch(/^ignore-scripts=true$/m)
  })

  test('of the product do not grow unnoticed', () => {
    const ofProduct = locked.filter((it) => it.dev !== true && it.optional !== true)
    expect(ofProduct.length).toBeLessThanOrEqual(MOST_PRODUCT_PACKAGES)
  })
})

function isAllowed(license: string | undefined): boolean {
  if (license === undefined) return false
  const choices = license.replace(/^\(|\)$/g, '').split(' OR ')
  return choices.some((choice) => choice.split(' AND ').every((name) => LICENCES.has(name)))
}

function compare(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true })
}
