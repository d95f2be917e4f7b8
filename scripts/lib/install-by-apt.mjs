import { findProgram } from './find-program.mjs'
import { runCommand } from './run-command.mjs'

const quiet = { capture: true, env: { DEBIAN_FRONTEND: 'noninteractive' } }

/**
 * Installs the first of these sets of packages that this Debian or Ubuntu offers whole. False where there is no apt, where this user
 * may not install, or where it failed.
 */
export async function installByApt(packageSets) {
  const apt = findProgram('apt-get')
  const prefix = apt && (await findPrefix())
  if (!prefix) return false
  const [program, ...first] = [...prefix, apt]
  const runApt = (...args) => runCommand(program, [...first, ...args], quiet)

  console.log(`Installing ${packageSets[0].join(' and ')} by apt ...`)
  await runApt('update')
  for (const names of packageSets) {
    const { code, output } = await runApt('install', '-y', '--no-install-recommends', ...names)
    if (code === 0) return true
    if (!/Unable to locate package|no installation candidate/.test(output)) console.error(output)
  }
  return false
}

/** What goes before apt-get: nothing for root, sudo where it asks for no password, else null. */
async function findPrefix() {
  if (process.getuid?.() === 0) return []
  const sudo = findProgram('sudo')
  if (!sudo) return null
  const { code } = await runCommand(sudo, ['-n', 'true'], { capture: true })
  return code === 0 ? [sudo, '-n', 'DEBIAN_FRONTEND=noninteractive'] : null
}
