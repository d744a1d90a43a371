import { createRequire } from 'node:module'

import { cruise, type ICruiseResult } from 'dependency-cruiser'
import { beforeAll, describe, expect, test } from 'vitest'

import { readImportGraph } from '../../scripts/checks/import-graph.mjs'

describe('imports of the whole repository', () => {
  let graph: Awaited<ReturnType<typeof readImportGraph>>
  beforeAll(async () => {
    graph = await readImportGraph()
  })

  test('are all judged: every module on disk was seen', () => {
    expect(graph.onDisk.length).toBeGreaterThan(100)
    expect(graph.seen).toEqual(graph.onDisk)
  })

  test('are really followed: modules import each other', () => {
    expect(graph.edges.length).toBeGreaterThan(graph.seen.length)
  })

  test('break no rule', () => {
    expect(graph.violations).toEqual([])
  })
})

describe('the rules', () => {
  let broken: string[]

  beforeAll(async () => {
    // A small repository in which every import is a mistake; the word after the last "-" does not matter.
    const { options, ...ruleSet } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs')
    const settings = { ...options, baseDir: 'test/fixtures/imports', validate: true, ruleSet }
    const { output } = await cruise(['core', 'cli', 'web', 'electron', 'renderer'], settings)
    broken = (output as ICruiseResult).summary.violations.map(({ from, to, rule }) => `${rule.name}: ${from} -> ${to}`)
  })

  test.each([
    'core-shared-imports: core/shared/errors.ts -> core/domain/incident.ts',
    'core-domain-imports: core/domain/incident.ts -> core/documents/store.ts',
    'domain-is-pure: core/domain/incident.ts -> fs',
    'core-sync-imports: core/sync/session.ts -> core/identity/log.ts',
    'core-identity-imports: core/identity/log.ts -> core/sync/session.ts',
    'core-documents-imports: core/documents/store.ts -> cli/main.ts',
    'cli-imports: cli/main.ts -> core/network/node.ts',
    'web-imports: web/host.ts -> core/identity/log.ts',
    'electron-imports: electron/main.ts -> core/documents/store.ts',
    'renderer-imports: renderer/page.ts -> core/sync/session.ts',
    'renderer-imports: renderer/page.ts -> electron/main.ts',
    'page-knows-no-node: renderer/page.ts -> fs',
  ])('refuse %s', (violation) => {
    expect(broken).toContain(violation)
  })

  test('refuse cycles, files that nothing imports, and files that are not there', () => {
    const names = new Set(broken.map((line) => line.split(':')[0]))
    for (const name of ['no-cycle', 'no-orphan', 'no-unknown-file']) expect(names).toContain(name)
  })
})
