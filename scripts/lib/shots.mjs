import { buildApps } from './build-apps.mjs'
import { ensureBrowser } from './ensure-browser.mjs'
import { ensureDatabase } from './ensure-database.mjs'
import { findTool } from './find-tool.mjs'
import { installWorkspace } from './install-workspace.mjs'
import { runMain } from './plain-error.mjs'
import { runNode } from './run-command.mjs'

/** Lays pictures of every page, dialog and state into `e2e/results/shots`, with a sheet of all: both themes, both languages, from phones to wide screens. */
await runMain(async () => {
  await installWorkspace()
  await buildApps()
  await ensureDatabase()
  const browser = await ensureBrowser()
  const playwright = findTool('@playwright/test', { program: 'playwright' })
  const options = browser ? { env: { CHROMIUM_PATH: browser } } : {}
  const { code } = await runNode(playwright, ['test', '--config', 'e2e/shots/playwright.config.ts'], options)
  process.exitCode = code
})
