import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { isInstalled } from '../../../scripts/launcher/install.mjs'

describe('dependencies count as installed', () => {
  let root: string
  const zod = { version: '4.0.0', integrity: 'sha512-a' }
  const other = { version: '1.0.0', integrity: 'sha512-b', optional: true }

  const write = (file: string, packages: Record<string, object>): void => {
    writeFileSync(path.join(root, file), JSON.stringify({ packages: { '': { name: 'muster' }, ...packages } }))
  }
  const lock = (packages: Record<string, object>): void => write('package-lock.json', packages)
  const installed = (packages: Record<string, object>): void => write('node_modules/.package-lock.json', packages)

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'muster-install-'))
    mkdirSync(path.join(root, 'node_modules'))
    lock({ 'node_modules/zod': zod, 'node_modules/other': other })
  })
  afterEach(() => rmSync(root, { recursive: true, force: true }))

  test('when everything locked is there, but for optional packages of other platforms', () => {
    installed({ 'node_modules/zod': zod })
    expect(isInstalled(root)).toBe(true)
  })

  test('not when node_modules is missing or was left half done', () => {
    expect(isInstalled(root)).toBe(false)
  })

  test('not when a package is missing', () => {
    installed({ 'node_modules/other': other })
    expect(isInstalled(root)).toBe(false)
  })

  test('not when the lock names another version, other bytes or no such package', () => {
    installed({ 'node_modules/zod': { ...zod, version: '3.0.0' } })
    expect(isInstalled(root)).toBe(false)
    installed({ 'node_modules/zod': { ...zod, integrity: 'sha512-c' } })
    expect(isInstalled(root)).toBe(false)
    installed({ 'node_modules/zod': zod, 'node_modules/extra': zod })
    expect(isInstalled(root)).toBe(false)
  })
})
