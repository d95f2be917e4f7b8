import { readFileSync } from 'node:fs'
import { inRoot } from './root.mjs'

/** Counts of a runner that left no report: it failed before its first test. */
const nothingRan = { passed: 0, failed: 1, skipped: 0 }

/** The counts of vitest's JSON report. A file that could not be loaded counts as one failed test. */
export function readVitestReport(file) {
  const report = readJson(file)
  if (report === null) return nothingRan
  const unloadable = report.testResults.filter(
    (result) => result.status === 'failed' && result.assertionResults.length === 0,
  )
  return orNothing({
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloadable.length,
    skipped: report.numPendingTests + report.numTodoTests,
  })
}

/** The counts of Playwright's JSON report. A test that passed only when it was tried again counts as failed. */
export function readPlaywrightReport(file) {
  const report = readJson(file)
  if (report === null) return nothingRan
  const { expected, unexpected, flaky, skipped } = report.stats
  return orNothing({ passed: expected, failed: unexpected + flaky + report.errors.length, skipped })
}

/** A run without tests proves nothing, so it counts as failed. */
function orNothing(counts) {
  const hasRun = counts.passed + counts.failed > 0
  return hasRun ? counts : { ...nothingRan, skipped: counts.skipped }
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(inRoot(file), 'utf8'))
  } catch {
    return null
  }
}
