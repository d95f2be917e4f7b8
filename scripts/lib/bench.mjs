import { buildApps } from './build-apps.mjs'
import { ensureDatabase } from './ensure-database.mjs'
import { findTool } from './find-tool.mjs'
import { installWorkspace } from './install-workspace.mjs'
import { runMain } from './plain-error.mjs'
import { runNode } from './run-command.mjs'

/** Measures the built server; `bench/parse-arguments.ts` says what may be given. */
await runMain(async () => {
  await installWorkspace()
  await buildApps()
  await ensureDatabase()
  const { code } = await runNode(findTool('tsx'), ['bench/main.ts', ...process.argv.slice(2)])
  process.exitCode = code
})
