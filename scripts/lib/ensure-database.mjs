import { existsSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { findProgram } from './find-program.mjs'
import { installByApt } from './install-by-apt.mjs'
import { PlainError } from './plain-error.mjs'
import { inRoot } from './root.mjs'

/** Sees to it that a database server's program is there for the embedded database. */
export async function ensureDatabase() {
  if (findServer()) return
  // The core packages hold the programs alone: no service is set up that would start with the machine.
  await installByApt('mariadb-server-core', 'default-mysql-server-core', 'mariadb-server')
  if (findServer()) return
  throw new PlainError(
    'No database server is installed: install MariaDB (Debian, Ubuntu: sudo apt-get install mariadb-server-core; ' +
      'Fedora: sudo dnf install mariadb-server; macOS: brew install mariadb), or set DATABASE_URL to one that runs.',
  )
}

/** Whether `DATABASE_URL` names a database, so that none of our own is needed. */
export function hasDatabaseUrl() {
  const file = inRoot('.env')
  const fromFile = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')).DATABASE_URL : undefined
  return Boolean(process.env.DATABASE_URL ?? fromFile)
}

function findServer() {
  return findProgram('mariadbd', 'mysqld')
}
