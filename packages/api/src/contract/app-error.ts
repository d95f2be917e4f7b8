import { z } from 'zod'

/** Every code that an error of the API may carry. */
export const appErrorCodes = [
  'INVALID_INPUT',
  'UNAUTHORIZED',
  'INVALID_CREDENTIALS',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'EMAIL_TAKEN',
  'REGISTRATION_CLOSED',
  'ACCOUNT_SUSPENDED',
  'LINK_INVALID',
  'LAST_ADMIN',
  'MODEL_UNAVAILABLE',
  'NO_TARGET_WINDOW',
  'WINDOW_BUSY',
  'RATE_LIMITED',
  'TOO_LARGE',
  'FILES_FULL',
  'BUSY',
  'UNAVAILABLE',
  'INTERNAL',
] as const

/** Why the server refused a call: the closed set of codes. */
export type AppErrorCode = (typeof appErrorCodes)[number]

export const appErrorSchema = z.object({
  code: z.enum(appErrorCodes),
  fields: z.record(z.string(), z.string()).optional(),
  ref: z.string().optional(),
  retryAfterMs: z.number().optional(),
})

/**
 * The part of an error that a program may rely on, at `error.data.appError`.
 * `fields` maps a field's path to the rule that it breaks; `ref` finds an unexpected error in the server's log;
 * `retryAfterMs` says when a refused call may be tried again.
 */
export type AppErrorData = z.infer<typeof appErrorSchema>
