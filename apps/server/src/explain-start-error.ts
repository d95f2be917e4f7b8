import { EmbeddedDatabaseError } from '@chatmore/db/embedded'
import type { Environment } from './env.ts'
import { StartError } from './start-error.ts'

const UNREACHABLE = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'PROTOCOL_CONNECTION_LOST',
])
const DENIED = new Set([
  'ER_ACCESS_DENIED_ERROR',
  'ER_ACCESS_DENIED_NO_PASSWORD_ERROR',
  'ER_DBACCESS_DENIED_ERROR',
  'ER_HOST_NOT_PRIVILEGED',
  'ER_HOST_IS_BLOCKED',
])

interface CodedError extends Error {
  code?: string
  sqlMessage?: string
}

/** The sentence for a port that could not be had. */
export function explainListenError(error: unknown, { host, port }: Environment): unknown {
  switch (findCoded(error)?.code) {
    case 'EADDRINUSE':
      return new StartError(
        `Port ${port} on ${host} is taken by another program: stop that one, or set PORT to a free port.`,
        error,
      )
    case 'EACCES':
      return new StartError(
        `Port ${port} may not be opened by this user: set PORT to a number above 1023.`,
        error,
      )
    case 'EADDRNOTAVAIL':
    case 'EAI_AGAIN':
    case 'ENOTFOUND':
      return new StartError(`HOST ${host} is not an address of this machine.`, error)
    default:
      return error
  }
}

/** The sentence for a data folder that cannot be used. */
export function explainFolderError(error: unknown, { dataDir }: Environment): unknown {
  const code = findCoded(error)?.code ?? ''
  const isFolderFault = ['EACCES', 'EEXIST', 'ENOTDIR', 'EPERM', 'EROFS', 'ENOSPC'].includes(code)
  if (!isFolderFault) return error
  return new StartError(
    `The data folder ${dataDir} cannot be written (${code}): set CHATMORE_DATA_DIR to a folder of your own.`,
    error,
  )
}

/** The sentence for a database that could not be started, reached or migrated. */
export function explainDatabaseError(error: unknown, { databaseUrl }: Environment): StartError {
  if (error instanceof EmbeddedDatabaseError) return new StartError(error.message, error)
  const coded = findCoded(error)
  const place = databaseUrl === null ? 'The embedded database' : describePlace(databaseUrl)
  return new StartError(describeDatabaseFault(place, coded ?? error), error)
}

function describeDatabaseFault(place: string, error: unknown): string {
  const { code = '', sqlMessage, message } = error as CodedError
  if (UNREACHABLE.has(code)) {
    return `${place} cannot be reached (${code}): check DATABASE_URL and that the database server runs.`
  }
  if (DENIED.has(code)) {
    return `${place} refuses access: check the user name, the password and the rights in DATABASE_URL.`
  }
  const reason = sqlMessage ?? message ?? String(error)
  return `The migration of the database failed: ${reason}. Nothing was lost; mend the cause and start again.`
}

function describePlace(databaseUrl: string): string {
  const { hostname, port } = new URL(databaseUrl)
  return `The database at ${hostname}:${port || '3306'}`
}

/** The innermost error that carries a code: libraries wrap what the system or the database said. */
function findCoded(error: unknown): CodedError | undefined {
  if (!(error instanceof Error)) return undefined
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error.cause
  return findCoded(inner) ?? ('code' in error ? (error as CodedError) : undefined)
}
