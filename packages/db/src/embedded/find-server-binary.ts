import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { EmbeddedDatabaseError } from './embedded-database-error.ts'
import type { Flavour } from './server-settings.ts'

const run = promisify(execFile)

/** Empty stands for the PATH; the server often lies beside it, since no person is meant to start it. */
const folders = [
  '',
  '/usr/sbin/',
  '/usr/libexec/',
  '/usr/bin/',
  '/usr/local/bin/',
  '/usr/local/sbin/',
  '/usr/local/mysql/bin/',
  '/opt/homebrew/bin/',
  '/opt/homebrew/opt/mariadb/bin/',
  '/opt/homebrew/opt/mysql/bin/',
  '/usr/local/opt/mariadb/bin/',
  '/usr/local/opt/mysql/bin/',
]

export interface ServerBinary {
  path: string
  flavour: Flavour
}

/** The first MariaDB or MySQL server on this machine, of the given kind where a data folder needs one. */
export async function findServerBinary(flavour?: Flavour): Promise<ServerBinary> {
  for (const name of ['mariadbd', 'mysqld']) {
    const found = await findProgram(
      name,
      (version) => flavour === undefined || toFlavour(version) === flavour,
    )
    if (found) return { path: found.path, flavour: toFlavour(found.version) }
  }
  throw new EmbeddedDatabaseError('NO_BINARY', toSentence(flavour))
}

/** The script that makes MariaDB's data folder. */
export async function findInstallScript(): Promise<string> {
  for (const name of ['mariadb-install-db', 'mysql_install_db']) {
    const found = await findProgram(name, () => true)
    if (found) return found.path
  }
  throw new EmbeddedDatabaseError('NO_BINARY', 'mariadb-install-db, which comes with MariaDB, was not found.')
}

async function findProgram(name: string, fits: (version: string) => boolean) {
  for (const folder of folders) {
    const path = folder + name
    const version = await askVersion(path)
    if (version !== null && fits(version)) return { path, version }
  }
  return null
}

/** Null where there is no such program. The install script knows no `--version`, but answers `--help`. */
async function askVersion(path: string): Promise<string | null> {
  try {
    const { stdout } = await run(path, [path.endsWith('d') ? '--version' : '--help'])
    return stdout
  } catch (error) {
    return isMissing(error) ? null : ''
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
}

function toFlavour(version: string): Flavour {
  return /mariadb/i.test(version) ? 'mariadb' : 'mysql'
}

function toSentence(flavour: Flavour | undefined): string {
  const wanted = flavour === undefined ? 'MariaDB or MySQL' : flavour === 'mariadb' ? 'MariaDB' : 'MySQL'
  const reason = flavour === undefined ? '' : ', which made the data in this folder,'
  return (
    `No ${wanted} server${reason} was found on this machine. Install it, such as with ` +
    '"apt-get install mariadb-server" or "brew install mariadb", or set DATABASE_URL to one that runs.'
  )
}
