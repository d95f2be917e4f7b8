import type { DatabaseInspection } from '@chatmore/db'
import { fail, ok, warn, type Finding } from './finding.ts'

const LEAST_MYSQL = 8
const LEAST_MARIADB = 10.6
const LEAST_STATEMENT = 16 * 1024 * 1024
const CLOCKS_APART_MS = 5000

/** What the database itself is like. */
export function checkDatabase(found: DatabaseInspection): Finding[] {
  return [
    checkVersion(found),
    checkMigrations(found),
    checkCharset(found),
    checkStatement(found),
    checkClock(found),
  ]
}

function checkVersion({ version }: DatabaseInspection): Finding {
  const isMariaDb = /mariadb/i.test(version)
  const least = isMariaDb ? LEAST_MARIADB : LEAST_MYSQL
  const says = `${isMariaDb ? 'MariaDB' : 'MySQL'} ${version.split('-', 1).join('')}`
  if (toNumber(version) >= toNumber(String(least))) return ok('database', `${says} answers.`)
  return warn('database', `${says} is older than ${least}, with which ChatMore is tested: upgrade it.`)
}

/** 10.6 as 10006, so that 10.11 is more than it. */
function toNumber(version: string): number {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10))
  return major * 1000 + minor
}

function checkMigrations({ migrations, isRestoreUnfinished }: DatabaseInspection): Finding {
  const { missing, unknown } = migrations
  if (isRestoreUnfinished) {
    return fail(
      'schema',
      'A restore was begun and not finished: run "npm run chatmore -- restore <file>" again.',
    )
  }
  if (unknown > 0) {
    return fail('schema', 'The database was last used by a newer ChatMore: start that version.')
  }
  if (missing === 0) return ok('schema', 'All migrations are applied.')
  const count = `${missing} ${missing === 1 ? 'migration is' : 'migrations are'} missing`
  return warn('schema', `${count}: the next start applies them, or "npm run chatmore -- migrate".`)
}

function checkCharset({ charset }: DatabaseInspection): Finding {
  if (charset === 'utf8mb4') return ok('text', 'Text is kept as utf8mb4.')
  return warn(
    'text',
    `The database's own character set is ${charset}. ChatMore's columns are utf8mb4 all the same; other programs' may not be: run ALTER DATABASE ... CHARACTER SET utf8mb4.`,
  )
}

function checkStatement({ mostBytes }: DatabaseInspection): Finding {
  const says = `The database takes ${Math.floor(mostBytes / 1024 / 1024)} MB at a time`
  if (mostBytes >= LEAST_STATEMENT) return ok('statements', `${says}.`)
  return warn('statements', `${says}: set its max_allowed_packet to 64M, or long answers may be refused.`)
}

function checkClock({ clockAheadMs }: DatabaseInspection): Finding {
  const apart = Math.abs(clockAheadMs)
  if (apart < CLOCKS_APART_MS) return ok('clock', "The database's clock and this machine's agree.")
  const direction = clockAheadMs > 0 ? 'ahead of' : 'behind'
  return warn(
    'clock',
    `The database's clock is ${Math.round(apart / 1000)} seconds ${direction} this machine's: set both by NTP.`,
  )
}
