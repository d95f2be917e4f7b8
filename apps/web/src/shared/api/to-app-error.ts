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

/** fetch() rejects with a TypeError when there was no answer; the tRPC client keeps it as the cause. */
function hasNoAnswer(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return error instanceof TypeError || error.cause instanceof TypeError
}
