import { mkdirSync, rmSync } from 'node:fs'
import { buildApps } from './build-apps.mjs'
import { checks } from './checks.mjs'
import { ensureBrowser } from './ensure-browser.mjs'
import { ensureDatabase } from './ensure-database.mjs'
import { findTool } from './find-tool.mjs'
import { installWorkspace } from './install-workspace.mjs'
import { PlainError } from './plain-error.mjs'
import { readPlaywrightReport, readVitestReport } from './read-reports.mjs'
import { inRoot } from './root.mjs'
import { runNode } from './run-command.mjs'
import { runSteps } from './run-steps.mjs'

const VITEST_REPORT = '.cache/vitest-report.json'
const PLAYWRIGHT_REPORT = 'e2e/results/report.json'

const vitestReporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${VITEST_REPORT}`]

const failures = []
const total = { passed: 0, failed: 0, skipped: 0 }

try {
  await runEverything()
} catch (error) {
  fail('set-up', error instanceof PlainError ? error.message : error.stack)
}
if (failures.length > 0) console.log(`\nFailed: ${failures.join(', ')}`)
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exitCode = failures.length > 0 ? 1 : 0

async function runEverything() {
  await installWorkspace()
  await ensureDatabase()
  const browser = await ensureBrowser()

  const build = { name: 'build', run: () => buildApps().then(() => ({ code: 0, output: '' })) }
  for (const { name, isPassed } of await runSteps([build, ...checks], 2)) {
    total[isPassed ? 'passed' : 'failed'] += 1
    if (!isPassed) failures.push(name)
  }
  await runTests({
    name: 'unit and integration tests',
    report: VITEST_REPORT,
    readReport: readVitestReport,
    run: () => runNode(findTool('vitest'), ['run', ...vitestReporters]),
  })
  await runTests({
    name: 'browser tests',
    report: PLAYWRIGHT_REPORT,
    readReport: readPlaywrightReport,
    run: () =>
      runNode(
        findTool('@playwright/test', { program: 'playwright' }),
        ['test', '--config', 'e2e/playwright.config.ts'],
        { env: browser ? { CHROMIUM_PATH: browser } : {} },
      ),
  })
}

/** Runs a test runner and adds up what its report counts; its exit code has the last word. */
async function runTests({ name, report, readReport, run }) {
  console.log(`\n${name}`)
  rmSync(inRoot(report), { force: true })
  mkdirSync(inRoot('.cache'), { recursive: true })
  const { code } = await run()
  const counts = readReport(report)
  if (code !== 0 && counts.failed === 0) counts.failed = 1
  for (const key of Object.keys(total)) total[key] += counts[key]
  if (counts.failed > 0) failures.push(name)
}

function fail(name, message) {
  console.error(`\n${message}`)
  failures.push(name)
  total.failed += 1
}
