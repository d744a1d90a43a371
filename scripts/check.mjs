// `npm run check`: everything that judges the source without running it, all steps at once.
import { STEPS, runStep } from './checks/steps.mjs'
import { followLauncher } from './launcher/follow.ts'

const abort = new AbortController()
followLauncher(() => abort.abort())

const began = performance.now()
const seconds = (/** @type {number} */ ms) => `${(ms / 1000).toFixed(1)} s`
const results = await Promise.all(
  STEPS.map(async (step) => {
    const result = await runStep(step, abort.signal)
    console.log(`${result.passed ? 'ok    ' : 'FAILED'} ${result.name.padEnd(17)} ${seconds(result.ms)}`)
    return result
  }),
)
const failed = results.filter(({ passed }) => !passed)
for (const { name, output } of failed) console.log(`\n--- ${name} ---\n${output.trim()}`)
const verdict =
  failed.length === 0 ? 'passed' : `${failed.length} failed (${failed.map(({ name }) => name).join(', ')})`
console.log(`\ncheck: ${verdict} in ${seconds(performance.now() - began)}`)
process.exitCode = failed.length === 0 ? 0 : 1
