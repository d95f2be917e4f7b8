import { TRPCError, type TRPC_ERROR_CODE_KEY } from '@trpc/server'
import type { AppErrorCode } from '../../contract/index.ts'

const trpcCodes = {
  INVALID_INPUT: 'BAD_REQUEST',
  UNAUTHORIZED: 'UNAUTHORIZED',
  INVALID_CREDENTIALS: 'UNAUTHORIZED',
  FORBIDDEN: 'FORBIDDEN',
  NOT_FOUND: 'NOT_FOUND',
  CONFLICT: 'CONFLICT',
  EMAIL_TAKEN: 'CONFLICT',
  REGISTRATION_CLOSED: 'FORBIDDEN',
  ACCOUNT_SUSPENDED: 'FORBIDDEN',
  LINK_INVALID: 'FORBIDDEN',
  LAST_ADMIN: 'CONFLICT',
  MODEL_UNAVAILABLE: 'PRECONDITION_FAILED',
  NO_TARGET_WINDOW: 'BAD_REQUEST',
  WINDOW_BUSY: 'CONFLICT',
  RATE_LIMITED: 'TOO_MANY_REQUESTS',
  TOO_LARGE: 'PAYLOAD_TOO_LARGE',
  FILES_FULL: 'PAYLOAD_TOO_LARGE',
  BUSY: 'SERVICE_UNAVAILABLE',
  UNAVAILABLE: 'SERVICE_UNAVAILABLE',
  INTERNAL: 'INTERNAL_SERVER_ERROR',
} as const satisfies Record<AppErrorCode, TRPC_ERROR_CODE_KEY>

export interface AppErrorOptions {
  /** A field's path -> the rule that it breaks. */
  fields?: Record<string, string>
  /** In how many milliseconds the same call may succeed. */
  retryAfterMs?: number
  cause?: unknown
}

/** An error that the caller is meant to see: a closed code and a plain sentence. */
export class AppError extends TRPCError {
  readonly appCode: AppErrorCode
  readonly fields: Record<string, string> | undefined
  readonly retryAfterMs: number | undefined

  constructor(code: AppErrorCode, message: string, options: AppErrorOptions = {}) {
    super({ code: trpcCodes[code], message, cause: options.cause })
    this.name = 'AppError'
    this.appCode = code
    this.fields = options.fields
    this.retryAfterMs = options.retryAfterMs
  }
}

/** What does not exist and what is another's look the same. */
export function notFound(what: string): AppError {
  return new AppError('NOT_FOUND', `${what} does not exist`)
}

/** Gives the value, or throws that `what` does not exist. */
export function requireFound<Value>(value: Value | null | undefined | false, what: string): Value {
  if (value === null || value === undefined || value === false) throw notFound(what)
  return value
}

/** An input that its schema could not refuse. The message is the first field with its rule. */
export function invalidInput(fields: Record<string, string>, cause?: unknown): AppError {
  const sentences = Object.entries(fields).map(([field, rule]) => `${field}: ${rule}`)
  return new AppError('INVALID_INPUT', sentences.join('; '), { fields, cause })
}
