import { existsSync } from 'node:fs'
import { findTool } from './find-tool.mjs'
import { PlainError } from './plain-error.mjs'
import { precompress } from './precompress.mjs'
import { inRoot } from './root.mjs'
import { runNode } from './run-command.mjs'
import { fingerprint, isStamped, removeStamp, writeStamp } from './stamps.mjs'

const shared = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', 'tsconfig.base.json', 'scripts/lib']

const apps = [
  {
    name: 'web',
    sources: ['apps/web', 'packages/api', ...shared],
    result: 'apps/web/dist/index.html',
    finish: () => precompress(inRoot('apps/web/dist')),
  },
  {
    name: 'server',
    sources: ['apps/server', 'packages', ...shared],
    result: 'apps/server/dist/main.js',
    finish: () => Promise.resolve(),
  },
]

/** Builds what changed since it was built last; everything with `force`. */
export async function buildApps({ force = false } = {}) {
  const stale = apps
    .map((app) => ({ ...app, stamp: `.cache/build-${app.name}`, wanted: fingerprint(app.sources, isSource) }))
    .filter((app) => force || !isStamped(app.stamp, app.wanted) || !existsSync(inRoot(app.result)))
  const built = await Promise.all(stale.map(build))
  if (built.includes(false)) throw new PlainError('The build failed: the output above says where.')
}

async function build(app) {
  console.log(`Building ${app.name} ...`)
  removeStamp(app.stamp)
  const vite = findTool('vite', { from: `apps/${app.name}` })
  const { code, output } = await runNode(vite, ['build', '--logLevel', 'warn'], {
    cwd: inRoot('apps', app.name),
    capture: true,
    env: { NODE_ENV: 'production' },
  })
  if (output.trim() !== '') console.log(output.trim())
  if (code !== 0) return false
  await app.finish()
  writeStamp(app.stamp, app.wanted)
  return true
}

function isSource(file) {
  return !/\.test\.ts$/.test(file)
}
