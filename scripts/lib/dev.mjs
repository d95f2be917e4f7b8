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

/** Whichever ends, the others end too. Each is told once: a second signal makes tsx kill the server, database and all. */
function stopTogether(children) {
  let isStopping = false
  const stop = (areTold) => {
    if (isStopping) return
    isStopping = true
    if (areTold) return
    for (const child of children.filter(isRunning)) child.kill('SIGTERM')
  }
  // A terminal sends its Ctrl-C to all of them.
  process.on('SIGINT', () => stop(process.stdin.isTTY === true))
  process.on('SIGTERM', () => stop(false))
  for (const child of children) {
    child.on('exit', (code) => {
      process.exitCode ||= code ?? 0
      stop(false)
    })
  }
}

function isRunning(child) {
  return child.exitCode === null && child.signalCode === null
}
