import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { promisify } from 'node:util'
import { EmbeddedDatabaseError } from './embedded-database-error.ts'
import { findInstallScript, type ServerBinary } from './find-server-binary.ts'
import type { ServerFiles } from './server-files.ts'

const run = promisify(execFile)

/** Makes the server's system tables where there are none. They get their final name when they are complete. */
export async function initialiseData(files: ServerFiles, binary: ServerBinary): Promise<void> {
  if (existsSync(files.data)) return
  rmSync(files.unfinishedData, { recursive: true, force: true })
  mkdirSync(files.unfinishedData, { mode: 0o700 })
  try {
    if (binary.flavour === 'mariadb') await initialiseMariaDb(files)
    else await initialiseMySql(files, binary)
  } catch (error) {
    throw new EmbeddedDatabaseError('START_FAILED', toSentence(files, error), error)
  }
  renameSync(files.unfinishedData, files.data)
}

/**
 * The script breaks at spaces in paths: it hands the folder over by a chown where it is given `--user`, and hands on to the
 * server what it does not know, such as `--tmpdir`. The environment gets that one through.
 */
async function initialiseMariaDb(files: ServerFiles): Promise<void> {
  await run('env', [
    `TMPDIR=${files.temporary}`,
    await findInstallScript(),
    '--no-defaults',
    `--datadir=${files.unfinishedData}`,
    '--skip-test-db',
    '--auth-root-authentication-method=socket',
  ])
}

async function initialiseMySql(files: ServerFiles, binary: ServerBinary): Promise<void> {
  await run(binary.path, [
    '--no-defaults',
    '--initialize-insecure',
    `--datadir=${files.unfinishedData}`,
    `--tmpdir=${files.temporary}`,
    ...asRoot(),
  ])
}

/** The server refuses to run as root unless told to. */
export function asRoot(): string[] {
  return process.getuid?.() === 0 ? ['--user=root'] : []
}

function toSentence(files: ServerFiles, error: unknown): string {
  const output = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error)
  const lines = output.split('\n').filter((line) => line.trim() !== '')
  const reason = lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1) ?? 'no reason given'
  return `The database could not be set up in ${files.root}: ${reason.trim()}`
}
