import { pathToFileURL } from 'node:url'
import { buildApps } from './build-apps.mjs'
import { ensureDatabase, hasDatabaseUrl } from './ensure-database.mjs'
import { installWorkspace } from './install-workspace.mjs'
import { runMain } from './plain-error.mjs'
import { inRoot } from './root.mjs'

/** Without a command the server would start: then it is asked which there are. */
if (process.argv.length === 2) process.argv.push('help')

await runMain(async () => {
  await installWorkspace()
  await buildApps()
  if (!hasDatabaseUrl()) await ensureDatabase()
  process.env.NODE_ENV ??= 'production'
  await import(pathToFileURL(inRoot('apps/server/dist/main.js')).href)
})
