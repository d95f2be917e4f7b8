import { spawn } from 'node:child_process'
import { ensureDatabase, hasDatabaseUrl } from './ensure-database.mjs'
import { findTool } from './find-tool.mjs'
import { installWorkspace } from './install-workspace.mjs'
import { runMain } from './plain-error.mjs'
import { inRoot, root } from './root.mjs'
import { stopWithNpm } from './stop-with-npm.mjs'

/** Where the web's dev server listens; it hands calls of the API on to the server behind it. */
const WEB_URL = 'http://127.0.0.1:5173'

await runMain(async () => {
  await installWorkspace()
  if (!hasDatabaseUrl()) await ensureDatabase()
  const server = runTool([findTool('tsx'), 'watch', '--clear-screen=false', 'apps/server/src/main.ts'], root)
  const web = runTool([findTool('vite', { from: 'apps/web' }), '--strictPort'], inRoot('apps/web'))
  stopTogether([server, web])
  stopWithNpm()
})

function runTool(args, cwd) {
  return spawn(process.execPath, args, {
    cwd,
    stdio: 'inherit',
    env: { PORT: '3000', PUBLIC_URL: WEB_URL, ...process.env },
  })
}

/** The terminal tells all of them of a Ctrl-C; whichever ends, the others end too. */
function stopTogether(children) {
  const stop = (signal) => {
    for (const child of children.filter(isRunning)) child.kill(signal)
  }
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', () => stop('SIGTERM'))
  for (const child of children) {
    child.on('exit', (code) => {
      process.exitCode ||= code ?? 0
      stop('SIGTERM')
    })
  }
}

function isRunning(child) {
  return child.exitCode === null && child.signalCode === null
}
