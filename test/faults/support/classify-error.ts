import { parseAppError } from '@chatmore/api/client'
import type { AppErrorCode } from '@chatmore/api/contract'

/** After these nothing was written, whatever happened to earlier tries of the same send. */
const refusals: ReadonlySet<AppErrorCode> = new Set([
  'INVALID_INPUT',
  'UNAUTHORIZED',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'MODEL_UNAVAILABLE',
  'NO_TARGET_WINDOW',
  'WINDOW_BUSY',
  'TOO_LARGE',
])

/** Whether a failed send surely wrote nothing. One that was lost on its way, or failed midway, may have. */
export function classifyError(error: unknown): 'fail' | 'unknown' {
  const code = parseAppError(error)?.code
  return code !== undefined && refusals.has(code) ? 'fail' : 'unknown'
}
