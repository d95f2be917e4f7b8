import { appErrorSchema, type AppErrorData } from '@chatmore/api/contract'

/** OFFLINE is ours: the request never got an answer. */
export type WebErrorCode = AppErrorData['code'] | 'OFFLINE'
export interface WebError extends Omit<AppErrorData, 'code'> {
  code: WebErrorCode
}

/** What went wrong, whatever was thrown. */
export function toAppError(error: unknown): WebError {
  const known = appErrorSchema.safeParse(readAppError(error))
  if (known.success) return known.data
  return { code: hasNoAnswer(error) ? 'OFFLINE' : 'INTERNAL' }
}

function readAppError(error: unknown): unknown {
  const data = (error as { data?: { appError?: unknown } } | null)?.data
  return data?.appError
}

/** fetch() rejects with a TypeError when there was no answer; the tRPC client keeps it as the cause. */
function hasNoAnswer(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return error instanceof TypeError || error.cause instanceof TypeError
}
