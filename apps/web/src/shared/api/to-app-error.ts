import { parseAppError } from '@chatmore/api/client'
import type { AppErrorData } from '@chatmore/api/contract'

/** OFFLINE is ours: the request never got an answer. */
export type WebErrorCode = AppErrorData['code'] | 'OFFLINE'
export interface WebError extends Omit<AppErrorData, 'code'> {
  code: WebErrorCode
}

/** What went wrong, whatever was thrown. */
export function toAppError(error: unknown): WebError {
  return parseAppError(error) ?? { code: hasNoAnswer(error) ? 'OFFLINE' : 'INTERNAL' }
}

/** fetch() rejects with a TypeError when there was no answer, and a proxy's own answer has but a status: the client keeps both as the cause. */
function hasNoAnswer(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { cause } = error
  return (
    error instanceof TypeError || cause instanceof TypeError || (cause instanceof Error && 'status' in cause)
  )
}
