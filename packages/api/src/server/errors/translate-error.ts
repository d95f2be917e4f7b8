import { findDatabaseFault, InvalidCursorError, type DatabaseFault } from '@chatmore/db'
import { AppError, invalidInput } from './app-error.ts'

/** What a repository's error means to a caller, or null where it is unexpected. */
export function translateError(error: unknown): AppError | null {
  if (error instanceof AppError) return error
  if (error instanceof InvalidCursorError) return invalidInput({ cursor: 'is not a valid cursor' }, error)
  const fault = findDatabaseFault(error)
  return fault && toAppError(fault, error)
}

function toAppError({ kind, isOutcomeUnknown }: DatabaseFault, cause: unknown): AppError {
  if (kind === 'busy')
    return new AppError('BUSY', 'the server is too busy at the moment: try again', { cause })
  if (isOutcomeUnknown) return new AppError('UNAVAILABLE', unknownOutcome, { cause })
  return new AppError('UNAVAILABLE', sentences[kind], { cause })
}

const unknownOutcome =
  'the connection to the database was lost while this was being saved: look whether it was before you try again'

const sentences = {
  away: 'the database cannot be reached at the moment: try again soon',
  full: 'the storage is full: nothing can be saved until an administrator makes room',
  readOnly: 'the database takes no changes at the moment: try again soon',
}
