// `npm run ordeal [-- ROW...]`: the suites whose large counts are too long for `npm test`; results go to test/results/.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { runToEnd } from './launcher/child.mjs'
import { followLauncher } from './launcher/follow.ts'
import { ROOT } from './launcher/node-binary.mjs'
import { machine } from './testing/machine.mjs'
import { ROWS } from './testing/ordeal-rows.mjs'
import { prepareMachine } from './testing/system-packages.mjs'
import { countTests } from './testing/tally.mjs'

/** @typedef {import('./testing/ordeal-rows.mjs').Row} Row */
/** @typedef {{ row: string, figure: string, target: string }} Figure */

followLauncher(() => process.kill(process.pid, 'SIGTERM'))

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => ROWS.every((row) => row.name !== name))
if (unknown.length > 0) {
  console.error(`No such row: ${unknown.join(', ')}. There are: ${ROWS.map(({ name }) => name).join(', ')}.`)
  process.exit(2)
}
for (const reason of prepareMachine()) console.log(`\n!!! SKIPPED: what needs more of this machine: ${reason}\n`)

const folder = mkdtempSync(path.join(tmpdir(), 'muster-ordeal-'))
const began = performance.now()
/** @type {Awaited<ReturnType<typeof run>>[]} */
const results = []
const chosen = ROWS.filter(({ name }) => wanted.length === 0 || wanted.includes(name))
const beside = chosen.filter((row) => row.beside === true).map((row) => runAndKeep(row))
for (const row of chosen.filter((one) => one.beside !== true)) {
  const { code } = await runAndKeep(row)
  if (code > 128) break // interrupted: begin nothing new
}
await Promise.all(beside)
rmSync(folder, { recursive: true, force: true })

console.log('')
for (const { name, seconds, ok, figures, skipped } of results) {
  console.log(`${ok ? 'passed' : 'FAILED'}  ${name}, ${seconds} s${skipped > 0 ? `, ${skipped} skipped` : ''}`)
  for (const { row, figure, target } of figures) console.log(`        ${row}: ${figure} (${target})`)
}
const failed = results.filter(({ ok }) => !ok).length
console.log(
  `\n${results.length - failed} rows passed, ${failed} failed, ${Math.round((performance.now() - began) / 60_000)} min`,
)
process.exitCode = failed === 0 && results.length > 0 ? 0 : 1

/** @param {Row} row */
async function runAndKeep(row) {
  const result = await run(row)
  results.push(result)
  save(row, result)
  return result
}

/** @param {Row} row */
async function run({ name, files, minutes }) {
  console.log(`\n=== ${name}, at most ${minutes} min`)
  const told = path.join(folder, `${name}.figures`)
  const report = path.join(folder, `${name}.json`)
  const env = { ...process.env, MUSTER_ORDEAL: '1', MUSTER_ORDEAL_FIGURES: told }
  const from = performance.now()
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json']
  const code = await runToEnd(
    'timeout',
    ['-k', '30', `${minutes}m`, process.execPath, ...vitest, `--outputFile.json=${report}`, ...files],
    { env, cwd: ROOT },
  )
  const tally = countTests(JSON.parse(read(report) || '{"testResults":[]}'))
  const figures = read(told).split('\n').filter(Boolean)
  return {
    name,
    code,
    ok: code === 0 && tally.failed === 0 && tally.passed > 0,
    seconds: Math.round((performance.now() - from) / 1000),
    passed: tally.passed,
    failed: tally.failed,
    skipped: tally.skipped,
    figures: figures.map((line) => /** @type {Figure} */ (JSON.parse(line))),
  }
}

/**
 * Keeps the newest result of a row with the commit and the machine it belongs to.
 * @param {Row} row
 * @param {Awaited<ReturnType<typeof run>>} result
 */
function save({ name, files }, { code, ...result }) {
  const commit = git('rev-parse', '--short=10', 'HEAD')
  const changed = git('status', '--porcelain', '--', 'core', 'cli') !== ''
  const results = path.join(ROOT, 'test/results')
  mkdirSync(results, { recursive: true })
  const kept = { ...result, exitCode: code, files, commit, changed, machine: machine(), at: new Date().toISOString() }
  writeFileSync(path.join(results, `${name}.json`), `${JSON.stringify(kept, undefined, 1)}\n`)
}

/** @param {string[]} args */
function git(...args) {
  try {
    return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim()
  } catch {
    return ''
  }
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
