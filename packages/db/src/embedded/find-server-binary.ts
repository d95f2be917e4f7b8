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
  for (const path of toPaths(['mariadbd', 'mysqld'])) {
    const found = await askFlavour(path)
    if (found !== null && (flavour === undefined || found === flavour)) return { path, flavour: found }
  }
  throw new EmbeddedDatabaseError('NO_BINARY', toSentence(flavour))
}

/** The script that makes MariaDB's data folder. */
export async function findInstallScript(): Promise<string> {
  for (const path of toPaths(['mariadb-install-db', 'mysql_install_db'])) {
    if (await isProgram(path)) return path
  }
  throw new EmbeddedDatabaseError(
    'NO_BINARY',
    'The program mariadb-install-db, which comes with MariaDB, was not found; install MariaDB completely.',
  )
}

function toPaths(names: string[]): string[] {
  return names.flatMap((name) => folders.map((folder) => folder + name))
}

async function askFlavour(path: string): Promise<Flavour | null> {
  try {
    const { stdout } = await run(path, ['--version'])
    return /mariadb/i.test(stdout) ? 'mariadb' : 'mysql'
  } catch {
    return null
  }
}

/** It ends with a failure after it has shown its help, but it was there to do so. */
async function isProgram(path: string): Promise<boolean> {
  try {
    await run(path, ['--help'])
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && typeof error.code === 'number'
  }
}

function toSentence(flavour: Flavour | undefined): string {
  const wanted = flavour === undefined ? 'MariaDB or MySQL' : flavour === 'mariadb' ? 'MariaDB' : 'MySQL'
  const reason = flavour === undefined ? '' : ', which made the data in this folder,'
  return (
    `No ${wanted} server${reason} was found on this machine. Install it, such as with ` +
    '"apt-get install mariadb-server" or "brew install mariadb", or set DATABASE_URL to one that runs.'
  )
}
