import { DatabaseFault, type DatabaseFaultKind } from './database-fault.ts'
import { findDriverError, type DriverError } from './find-driver-error.ts'

/**
 * The server's numbers that say something of its state rather than of the statement. Those of MySQL and MariaDB differ for
 * statements that took too long (3024, 1969) and connections that were ended (4031, 1927).
 */
const kinds: Record<DatabaseFaultKind, readonly number[]> = {
  busy: [1020, 1040, 1047, 1203, 1205, 1213, 1226, 1317, 1969, 3024],
  away: [1044, 1045, 1049, 1053, 1077, 1079, 1152, 1158, 1159, 1160, 1161, 1184, 1698, 1927, 3169, 4031],
  full: [1021, 1114, 3675],
  readOnly: [1290, 1792, 1836, 3100],
}
const kindByErrno = new Map(
  Object.entries(kinds).flatMap(([kind, errnos]) =>
    errnos.map((errno) => [errno, kind as DatabaseFaultKind]),
  ),
)

/** The driver's own, and the system's, for a connection that was not made or broke. */
const connectionCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'PROTOCOL_CONNECTION_LOST',
])

/** Writing a file failed, or the engine said why: 28 is ENOSPC, and 122 EDQUOT. */
const FILE_ERRNOS: ReadonlySet<number> = new Set([1026, 1030, 1180, 3])
const NO_SPACE = /(errno|errcode|error):? "?(28|122)\b|no space left/i

/** What kept the database from doing it, behind whatever wraps it. Null where the statement or our code was at fault. */
export function findDatabaseFault(error: unknown): DatabaseFault | null {
  for (let current = error; current instanceof Error; current = current.cause) {
    if (current instanceof DatabaseFault) return current
  }
  const driver = findDriverError(error)
  const kind = driver && toKind(driver)
  return kind && new DatabaseFault(kind, driver.message, { cause: error })
}

function toKind(driver: DriverError): DatabaseFaultKind | null {
  if (driver.errno === undefined) return isConnectionLost(driver) || driver.fatal ? 'away' : null
  const kind = kindByErrno.get(driver.errno)
  if (kind) return kind
  if (FILE_ERRNOS.has(driver.errno) && NO_SPACE.test(driver.message)) return 'full'
  return isConnectionLost(driver) ? 'away' : null
}

function isConnectionLost({ code, syscall }: DriverError): boolean {
  // The socket file of a local server that is down.
  const isSocketGone = code === 'ENOENT' && syscall === 'connect'
  return isSocketGone || (code !== undefined && connectionCodes.has(code))
}
