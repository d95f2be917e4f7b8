import { checks } from './checks.mjs'
import { installWorkspace } from './install-workspace.mjs'
import { runMain } from './plain-error.mjs'
import { runSteps } from './run-steps.mjs'

await runMain(async () => {
  await installWorkspace()
  const failed = (await runSteps(checks, 2)).filter((result) => !result.isPassed)
  if (failed.length > 0) process.exitCode = 1
})
