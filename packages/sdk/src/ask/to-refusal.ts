import type { AppErrorCode } from '@chatmore/api/contract'
import type { AppError } from '../is-app-error.ts'

/** What `data.code` says of the server's own refusals of these kinds. */
const transportCodes = { INVALID_INPUT: 'BAD_REQUEST', NOT_FOUND: 'NOT_FOUND' } as const satisfies Partial<
  Record<AppErrorCode, string>
>

/** An error as the server would make it, of what can be told without asking it. */
export function toRefusal(
  code: keyof typeof transportCodes,
  message: string,
  fields: Record<string, string>,
): AppError {
  return Object.assign(new Error(message), {
    data: { code: transportCodes[code], appError: { code, fields } },
  })
}
