// `npm test [-- PATTERN]`: set-up of the machine, the checks, then every test; with a pattern only the files that match.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { ensureBuilt } from './building/ensure-built.mjs'
import { runToEnd } from './launcher/child.mjs'
import { followLauncher } from './launcher/follow.ts'
import { prepareBrowser, prepareMachine } from './testing/system-packages.mjs'
import { closingLine, countTests, judge } from './testing/tally.mjs'

followLauncher(() => process.kill(process.pid, 'SIGTERM')) // reaches the program that runs now through runToEnd

const patterns = process.argv.slice(2)
const folder = mkdtempSync(path.join(tmpdir(), 'muster-test-'))
const report = path.join(folder, 'report.json')

for (const reason of prepareMachine()) {
  console.log(
    `\n!!! SKIPPED: the suites in network namespaces (test/integration, test/attack, test/fault): ${reason}\n`,
  )
}
const noBrowser = prepareBrowser()
if (noBrowser !== undefined) console.log(`\n!!! SKIPPED: the suites in a browser (test/e2e): ${noBrowser}\n`)
const checkCode = patterns.length === 0 ? await node('scripts/check.mjs') : 0
if (checkCode > 128) process.exit(checkCode) // interrupted: begin nothing new
if (patterns.length === 0) await ensureBuilt({ say: console.log }) // what runs in processes of its own is the built program
console.log('')
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
const vitestCode = await node('node_modules/vitest/vitest.mjs', 'run', ...reporters, ...patterns)

const tally = countTests(readReport())
for (const name of tally.skippedNames) console.log(`skipped: ${name}`)
if (checkCode !== 0) console.log('The checks failed; see the top of this output, or run: npm run check')
const verdict = judge(tally, { checkPassed: checkCode === 0, vitestCode })
console.log(`\n${closingLine(verdict)}`)
rmSync(folder, { recursive: true, force: true })
process.exitCode = verdict.ok ? 0 : 1

/** @param {string[]} args */
function node(...args) {
  return runToEnd(process.execPath, [...process.execArgv, ...args])
}

/** Vitest writes none where it stopped early. */
function readReport() {
  try {
    return JSON.parse(readFileSync(report, 'utf8'))
  } catch {
    return { testResults: [] }
  }
}
