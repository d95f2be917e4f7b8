import { parseAppError } from '@chatmore/api/client'
import type { AppErrorCode, AppErrorData } from '@chatmore/api/contract'

/** What a call throws that the server refused: an error whose `data.appError` says why. */
export interface AppError extends Error {
  data: {
    /** The kind of refusal as tRPC names it, such as `BAD_REQUEST`: coarser than `appError.code`, which is the one to go by. */
    code: string
    appError: AppErrorData
  }
}

/**
 * Whether an error is the server's refusal rather than a network that failed or a call that was aborted; with `code`, whether
 * it is this one. `error.data.appError` then has the code and, of `INVALID_INPUT`, the rule that each field breaks.
 */
export function isAppError(error: unknown, code?: AppErrorCode): error is AppError {
  if (!(error instanceof Error) || !('data' in error)) return false
  const parsed = parseAppError(error)
  return parsed !== null && (code === undefined || parsed.code === code)
}
