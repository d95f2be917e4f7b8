import { readFileSync } from 'node:fs'
import { findProgram } from './find-program.mjs'
import { findTool } from './find-tool.mjs'
import { installByApt } from './install-by-apt.mjs'
import { PlainError } from './plain-error.mjs'
import { runNode } from './run-command.mjs'

const names = ['chromium', 'google-chrome-stable', 'google-chrome', 'chromium-browser']

/** Finds a Chromium for the browser tests, or installs one. Null stands for Playwright's own. */
export async function ensureBrowser() {
  const found = findBrowser()
  if (found) return found
  // Ubuntu's package of that name only installs a snap, which a container cannot run.
  if (!isUbuntu() && (await installByApt([['chromium']]))) return findBrowser()
  const { code } = await runNode(findTool('@playwright/test', { program: 'playwright' }), [
    'install',
    'chromium',
  ])
  if (code === 0) return null
  throw new PlainError(
    'No Chromium is installed: install one (Debian: sudo apt-get install chromium), or set CHROMIUM_PATH to its program.',
  )
}

function findBrowser() {
  return process.env.CHROMIUM_PATH || findProgram(...names)
}

function isUbuntu() {
  try {
    return /^ID=ubuntu$/m.test(readFileSync('/etc/os-release', 'utf8'))
  } catch {
    return false
  }
}
