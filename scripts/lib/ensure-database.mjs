import { existsSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { findProgram } from './find-program.mjs'
import { installByApt } from './install-by-apt.mjs'
import { PlainError } from './plain-error.mjs'
import { inRoot } from './root.mjs'

/** The programs alone, without the service that would start with the machine. Names differ by distribution and age. */
const packageSets = [
  ['mariadb-server-core', 'mariadb-client-core'],
  ['default-mysql-server-core', 'default-mysql-client-core'],
  ['mariadb-server'],
]

/** Sees to it that a database server's program is there for the embedded database. */
export async function ensureDatabase() {
  // MariaDB's set-up script calls a small program that Debian packs with the client.
  if (findServer() && findProgram('my_print_defaults')) return
  await installByApt(packageSets)
  if (findServer()) return
  throw new PlainError(
    'No database server is installed: install MariaDB (Debian, Ubuntu: sudo apt-get install mariadb-server-core ' +
      'mariadb-client-core; Fedora: sudo dnf install mariadb-server; macOS: brew install mariadb), or set ' +
      'DATABASE_URL to one that runs.',
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
