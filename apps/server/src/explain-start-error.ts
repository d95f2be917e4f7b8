import { DatabaseError } from '@chatmore/db'
import { EmbeddedDatabaseError } from '@chatmore/db/embedded'
import type { Environment } from './env.ts'
import { StartError } from './start-error.ts'

interface CodedError extends Error {
  code?: string
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
export function explainDatabaseError(error: unknown): StartError {
  const isPlain = error instanceof EmbeddedDatabaseError || error instanceof DatabaseError
  if (isPlain) return new StartError(error.message, error)
  const reason = error instanceof Error ? error.message : String(error)
  return new StartError(`The database could not be prepared: ${reason}`, error)
}

/** The innermost error that carries a code: libraries wrap what the system or the database said. */
function findCoded(error: unknown): CodedError | undefined {
  if (!(error instanceof Error)) return undefined
  const inner: unknown = error instanceof AggregateError ? error.errors[0] : error.cause
  return findCoded(inner) ?? ('code' in error ? (error as CodedError) : undefined)
}
