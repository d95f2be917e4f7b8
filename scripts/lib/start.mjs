import { pathToFileURL } from 'node:url'
import { buildApps } from './build-apps.mjs'
import { ensureDatabase, hasDatabaseUrl } from './ensure-database.mjs'
import { installWorkspace } from './install-workspace.mjs'
import { runMain } from './plain-error.mjs'
import { inRoot } from './root.mjs'
import { stopWithNpm } from './stop-with-npm.mjs'

await runMain(async () => {
  await installWorkspace()
  await buildApps()
  if (!hasDatabaseUrl()) await ensureDatabase()
  // In this very process, so that a Ctrl-C reaches the server once and directly.
  stopWithNpm()
  process.env.NODE_ENV ??= 'production'
  await import(pathToFileURL(inRoot('apps/server/dist/main.js')).href)
})
