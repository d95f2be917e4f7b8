import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc'
import type { TRPCDefaultErrorShape, TRPCError, TRPC_ERROR_CODE_KEY } from '@trpc/server'
import { ZodError } from 'zod'
import type { AppErrorCode, AppErrorData } from '../../contract/index.ts'
import type { Log } from '../log.ts'
import { invalidInput, type AppError } from './app-error.ts'
import { describeError } from './describe-error.ts'
import { describeIssues } from './describe-issues.ts'
import { translateError } from './translate-error.ts'

/** Every error of the API as it goes over the wire. */
export interface AppErrorShape {
  message: string
  code: TRPCDefaultErrorShape['code']
  data: { code: TRPC_ERROR_CODE_KEY; httpStatus: number; path?: string; appError: AppErrorData }
}

export interface Failure {
  error: TRPCError
  path: string | undefined
  ctx: { requestId: string; log: Log } | undefined
}

/** What tRPC itself refuses, before any procedure ran. Its own words may quote the request. */
const refusals: Partial<Record<TRPC_ERROR_CODE_KEY, { code: AppErrorCode; message: string }>> = {
  PARSE_ERROR: { code: 'INVALID_INPUT', message: 'the request is not valid JSON' },
  BAD_REQUEST: { code: 'INVALID_INPUT', message: 'the request is not well formed' },
  NOT_FOUND: { code: 'NOT_FOUND', message: 'this procedure does not exist' },
  METHOD_NOT_SUPPORTED: { code: 'INVALID_INPUT', message: 'queries are called by GET and mutations by POST' },
  UNSUPPORTED_MEDIA_TYPE: { code: 'INVALID_INPUT', message: 'the content type is not application/json' },
  PAYLOAD_TOO_LARGE: { code: 'TOO_LARGE', message: 'the request is too large' },
}

/** Expected, and yet of interest to who runs the server. */
const faults: ReadonlySet<AppErrorCode> = new Set(['BUSY', 'UNAVAILABLE'])

/** Gives every error its `appError`. An unexpected one is logged here, once, and says no more than where to find it. */
export function formatError(failure: Failure): AppErrorShape {
  const { error, path } = failure
  const known = findAppError(error)
  if (known) {
    const ref = faults.has(known.appCode) ? { ref: log(failure, 'warn') } : {}
    return toShape({ error: known, path, message: known.message }, { ...toData(known), ...ref })
  }
  // Over HTTP tRPC calls malformed JSON a bad request, on a socket a parse error.
  const refusal = refusals[isMalformed(error) ? 'PARSE_ERROR' : error.code]
  if (refusal) return toShape({ error, path, message: refusal.message }, { code: refusal.code })
  const ref = log(failure, 'error')
  return toShape({ error, path, message: `internal error, ref ${ref}` }, { code: 'INTERNAL', ref })
}

function isMalformed({ code, cause }: TRPCError): boolean {
  return code === 'BAD_REQUEST' && cause instanceof SyntaxError
}

function findAppError(error: TRPCError): AppError | null {
  if (error.cause instanceof ZodError) return invalidInput(describeIssues(error.cause.issues), error.cause)
  return translateError(error) ?? translateError(error.cause)
}

function toData({ appCode, fields, retryAfterMs }: AppError): AppErrorData {
  return { code: appCode, ...(fields && { fields }), ...(retryAfterMs !== undefined && { retryAfterMs }) }
}

interface Told {
  /** Decides the codes of tRPC and HTTP. */
  error: TRPCError
  message: string
  path: string | undefined
}

function toShape({ error, message, path }: Told, appError: AppErrorData): AppErrorShape {
  const { code } = error
  const httpStatus = getHTTPStatusCodeFromError(error)
  const data = { code, httpStatus, ...(path !== undefined && { path }), appError }
  return { message, code: TRPC_ERROR_CODES_BY_KEY[code], data }
}

function log({ error, path, ctx }: Failure, level: 'warn' | 'error'): string {
  const ref = ctx?.requestId ?? 'none'
  const message = level === 'error' ? 'unexpected error' : 'a call could not be served'
  ctx?.log[level]({ ref, path, error: describeError(error.cause ?? error) }, message)
  return ref
}
