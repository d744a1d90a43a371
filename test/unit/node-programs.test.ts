import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import path from 'node:path'

import { beforeAll, describe, expect, test } from 'vitest'

import { ensureBuilt } from '../../scripts/building/ensure-built.mjs'
import { programFile } from '../../scripts/building/program-file.mjs'
import { ROOT } from '../../scripts/launcher/node-binary.mjs'

const FOLDER = path.join(ROOT, 'dist/node')

describe('the programs that Node runs, built', () => {
  beforeAll(() => ensureBuilt({ say: () => undefined }), 120_000)

  test('are what is started while the source is as it was', () => {
    expect([programFile('cli/main.ts'), programFile('web/main.ts')]).toEqual([
      'dist/node/muster.mjs',
      'dist/node/web.mjs',
    ])
  })

  test('say which version they are, and know what they are asked', () => {
    const muster = (...args: string[]): string =>
      execFileSync(process.execPath, [path.join(FOLDER, 'muster.mjs'), ...args], { encoding: 'utf8' })
    const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'))
    expect(muster('--version').trim()).toBe(version)
    expect(muster('--help')).toContain('incident')
  })

  test('ask for Node, for each other and for Automerge, and for nothing else', () => {
    const asked = readdirSync(FOLDER).flatMap((file) => {
      const source = readFileSync(path.join(FOLDER, file), 'utf8')
      const still = source.matchAll(/^(?:import|export) (?:[^'"\n]* from )?"([^"]+)";$/gm)
      const later = source.matchAll(/^(?!\s*(?:\/\/|\*)).*?\bimport\("([^"]+)"\)/gm)
      return [...still, ...later]
        .map(([, name = '']) => name)
        .filter((name) => !name.startsWith('./') && !name.startsWith('node:') && !builtinModules.includes(name))
    })
    expect(new Set(asked)).toEqual(new Set(['@automerge/automerge']))
  })
})
