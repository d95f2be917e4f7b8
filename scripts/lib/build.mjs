import { buildApps } from './build-apps.mjs'
import { installWorkspace } from './install-workspace.mjs'
import { runMain } from './plain-error.mjs'

await runMain(async () => {
  await installWorkspace()
  await buildApps({ force: process.argv.includes('--force') })
  console.log('Built: run it with  node apps/server/dist/main.js')
})
