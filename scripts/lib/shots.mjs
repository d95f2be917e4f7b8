import { buildApps } from './build-apps.mjs'
import { ensureDatabase } from './ensure-database.mjs'
import { findTool } from './find-tool.mjs'
import { installWorkspace } from './install-workspace.mjs'
import { runMain } from './plain-error.mjs'
import { runNode } from './run-command.mjs'

/** Lays pictures of every page into `e2e/results/shots`: both themes, both languages, from phones to wide screens. */
await runMain(async () => {
  await installWorkspace()
  await buildApps()
  await ensureDatabase()
  const playwright = findTool('@playwright/test', { program: 'playwright' })
  const options = { env: { CHATMORE_SHOTS: 'all' } }
  const { code } = await runNode(
    playwright,
    ['test', '--config', 'e2e/playwright.config.ts', 'looks'],
    options,
  )
  process.exitCode = code
})
