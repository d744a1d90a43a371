import { appendFileSync, mkdirSync } from 'node:fs'

import fc from 'fast-check'
import { expect } from 'vitest'

import { IN_ORDEAL, SEED } from './ordeal.ts'

const FOLDER = 'test/.failures'

// Runs in every test process: a property that fails prints its seed and leaves it in test/.failures/seeds.jsonl.
fc.configureGlobal({
  ...(IN_ORDEAL ? {} : { seed: SEED }),
  reporter: (details) => {
    if (!details.failed) return
    mkdirSync(FOLDER, { recursive: true })
    const test = expect.getState().currentTestName ?? ''
    const line = { test, seed: details.seed, path: details.counterexamplePath, runs: details.numRuns }
    appendFileSync(`${FOLDER}/seeds.jsonl`, `${JSON.stringify(line)}\n`)
    throw new Error(fc.defaultReportMessage(details), { cause: details.errorInstance })
  },
})
