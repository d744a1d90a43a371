import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

import { cruise } from 'dependency-cruiser'

import { ROOT } from '../launcher/node-binary.mjs'

/** Folders whose imports follow rules. */
export const FOLDERS = ['core', 'cli', 'web', 'electron', 'renderer', 'bench', 'test', 'scripts']

/** Style sheets and pictures are imported too, and have no imports to judge. */
const MODULE = /\.(tsx?|mjs)$/

/**
 * Follows every import of the repository and judges it by .dependency-cruiser.cjs.
 *
 * @returns {Promise<{ seen: string[], onDisk: string[], violations: string[], edges: [string, string][] }>}
 *   `seen` and `onDisk` must be equal, else the judgement covers less than it claims; all lists are sorted
 */
export async function readImportGraph() {
  const { options, ...ruleSet } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs')
  const files = FOLDERS.flatMap((folder) => modulesIn(folder))
  const onDisk = files.filter((file) => !new RegExp(options.exclude.path).test(file)).toSorted()
  const { output } = await cruise(FOLDERS, { ...options, baseDir: ROOT, validate: true, ruleSet })
  if (typeof output === 'string') throw new TypeError('dependency-cruiser answered with text')

  const ours = output.modules.filter(
    ({ source }) => MODULE.test(source) && FOLDERS.includes(source.split('/')[0] ?? ''),
  )
  const seen = ours.map(({ source }) => source).toSorted()
  const violations = output.summary.violations.map(({ from, to, rule }) => `${rule.name}: ${from} -> ${to}`).toSorted()
  const edges = ours.flatMap(({ source, dependencies }) =>
    dependencies.map(({ resolved }) => /** @type {[string, string]} */ ([source, resolved])),
  )
  return { seen, onDisk, violations, edges }
}

/** @param {string} folder relative to the repository */
function modulesIn(folder) {
  const files = readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
  return files.filter((file) => MODULE.test(file)).map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
}
