import { spawn } from 'node:child_process'
import path from 'node:path'

import { ROOT } from '../launcher/node-binary.mjs'

/** @typedef {{ name: string, args: string[] }} Step a Node program that judges the source; exit code 0 means good */

/** @type {readonly Step[]} */
export const STEPS = [
  { name: 'types', args: types('.') },
  { name: 'types of the page', args: types('renderer') },
  { name: 'types of the app', args: types('test/e2e') },
  { name: 'lint', args: ['node_modules/oxlint/bin/oxlint', '--type-aware', '--report-unused-disable-directives'] },
  { name: 'format', args: ['node_modules/oxfmt/bin/oxfmt', '--list-different'] },
  { name: 'unused', args: ['node_modules/knip/bin/knip.js', '--no-progress'] },
  { name: 'imports', args: ['scripts/checks/imports.mjs'] },
]

/**
 * Only what changed since the last time is judged again: what it found then is kept beside the packages.
 * @param {string} project folder of a tsconfig.json; what runs in a browser knows other globals than what runs in Node
 */
function types(project) {
  const kept = `node_modules/.cache/muster/types-${project.replace(/\W+/gu, '-')}.tsbuildinfo`
  const incremental = ['--incremental', '--tsBuildInfoFile', kept]
  return ['node_modules/typescript/bin/tsc', '--project', project, '--pretty', 'false', ...incremental]
}

/**
 * Runs one step to its end.
 * @param {Step} step
 * @param {AbortSignal} signal ends the step's process
 * @returns {Promise<{ name: string, passed: boolean, ms: number, output: string }>}
 */
export function runStep({ name, args }, signal) {
  const began = performance.now()
  const [file = '', ...rest] = args
  const child = spawn(process.execPath, [...process.execArgv, path.join(ROOT, file), ...rest], {
    cwd: ROOT,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  })
  let output = ''
  const collect = (/** @type {Buffer} */ bytes) => (output += bytes.toString())
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  return new Promise((resolve) => {
    const end = (/** @type {boolean} */ passed) => resolve({ name, passed, ms: performance.now() - began, output })
    child.on('error', (error) => {
      output += error.message
      end(false)
    })
    child.on('close', (code) => end(code === 0))
  })
}
