import { existsSync, readdirSync } from 'node:fs'
import { PlainError } from './plain-error.mjs'
import { inRoot } from './root.mjs'
import { runCommand } from './run-command.mjs'
import { fingerprint, isStamped, removeStamp, writeStamp } from './stamps.mjs'

const PNPM = 'pnpm@12.21.0'
// Within node_modules, so that it goes when they go.
const STAMP = 'node_modules/.cache/chatmore-install'

/** Installs the workspace's dependencies where they are not as the lockfile has them. */
export async function installWorkspace() {
  const wanted = `${fingerprint(listManifests())} ${process.platform} ${process.arch}`
  if (isStamped(STAMP, wanted) && existsSync(inRoot('node_modules/.modules.yaml'))) return
  console.log('Installing dependencies ...')
  removeStamp(STAMP)
  const { code } = await runCommand('npx', ['-y', PNPM, 'install', '--frozen-lockfile'], {
    // Without a terminal to ask in, pnpm else refuses to replace an older node_modules.
    env: { CI: 'true' },
  })
  if (code !== 0) {
    throw new PlainError(
      'The dependencies could not be installed: pnpm says above why. Mend it and run the command again.',
    )
  }
  writeStamp(STAMP, wanted)
}

function listManifests() {
  const members = ['apps', 'packages'].flatMap((folder) =>
    readdirSync(inRoot(folder)).map((name) => `${folder}/${name}/package.json`),
  )
  return ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', ...members]
}
