import { expect, test } from 'vitest'

import { closingLine, countTests, judge } from '../../../scripts/testing/tally.mjs'

const passing = { fullName: 'floods are listed', status: 'passed' }
const failing = { fullName: 'heat waves are listed', status: 'failed' }
const skipped = { fullName: 'three laptops agree', status: 'skipped' }
const fine = { checkPassed: true, vitestCode: 0 }

function report(status: string, ...assertionResults: { fullName: string; status: string }[]) {
  return { testResults: [{ name: 'some.test.ts', status, assertionResults }] }
}

test('passed, failed and skipped tests are counted, and skipped ones named', () => {
  const tally = countTests(report('failed', passing, failing, skipped))
  expect(tally).toEqual({ passed: 1, failed: 1, skipped: 1, skippedNames: ['three laptops agree'] })
})

test('a file that does not load counts as one failure', () => {
  expect(countTests(report('failed'))).toMatchObject({ passed: 0, failed: 1 })
})

test('a run with passing tests and nothing else is good', () => {
  expect(judge(countTests(report('passed', passing)), fine)).toMatchObject({ ok: true, passed: 1, failed: 0 })
})

test('a run without any passed test is not good', () => {
  expect(judge(countTests({ testResults: [] }), fine).ok).toBe(false)
  expect(judge(countTests(report('passed', skipped)), fine).ok).toBe(false)
})

test('a failed check is a failure of the run', () => {
  const verdict = judge(countTests(report('passed', passing)), { checkPassed: false, vitestCode: 0 })
  expect(verdict).toMatchObject({ ok: false, failed: 1 })
})

test('a failure that no test admits to is a failure of the run', () => {
  const verdict = judge(countTests(report('passed', passing)), { checkPassed: true, vitestCode: 1 })
  expect(verdict).toMatchObject({ ok: false, failed: 1 })
})

test('the closing line is plain numbers and words', () => {
  expect(closingLine({ passed: 12, failed: 0, skipped: 3 })).toBe('12 passed, 0 failed, 3 skipped')
})
