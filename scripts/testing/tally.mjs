/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Tally
 * @typedef {{ fullName: string, status: string }} Assertion
 * @typedef {{ name: string, status: string, assertionResults: Assertion[] }} FileResult
 * @typedef {{ testResults: FileResult[] }} Report the part of Vitest's JSON report that is read here
 */

/**
 * Counts a report. A file that failed without one failing test (it did not load, or its set-up threw) is one failure.
 * @param {Report} report
 * @returns {Tally & { skippedNames: string[] }}
 */
export function countTests({ testResults }) {
  const tally = { passed: 0, failed: 0, skipped: 0, skippedNames: /** @type {string[]} */ ([]) }
  for (const { status, assertionResults } of testResults) {
    const failures = assertionResults.filter((test) => test.status === 'failed').length
    tally.failed += failures === 0 && status === 'failed' ? 1 : failures
    for (const test of assertionResults) {
      if (test.status === 'passed') tally.passed += 1
      else if (test.status !== 'failed') {
        tally.skipped += 1
        tally.skippedNames.push(test.fullName)
      }
    }
  }
  return tally
}

/**
 * The verdict on a whole run. A run that tested nothing is a failure.
 * @param {Tally} tally of Vitest
 * @param {{ checkPassed: boolean, vitestCode: number }} outcome
 * @returns {Tally & { ok: boolean }} with a failed check, and a failure that Vitest could not pin on a test, counted
 */
export function judge(tally, { checkPassed, vitestCode }) {
  const unnamed = vitestCode !== 0 && tally.failed === 0 ? 1 : 0
  const failed = tally.failed + unnamed + (checkPassed ? 0 : 1)
  return { ...tally, failed, ok: failed === 0 && vitestCode === 0 && tally.passed > 0 }
}

/**
 * The closing line of `npm test`, read by people and by the build machine.
 * @param {Tally} tally
 */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}
