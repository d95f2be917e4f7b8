import type { TRPCDefaultErrorShape, TRPCError, TRPC_ERROR_CODE_KEY } from '@trpc/server'
import { ZodError } from 'zod'
import type { AppErrorCode, AppErrorData } from '../../contract/index.ts'
import type { Log } from '../log.ts'
import { AppError, invalidInput } from './app-error.ts'
import { describeError } from './describe-error.ts'
import { describeIssues } from './describe-issues.ts'

/** Every error of the API as it goes over the wire. */
export interface AppErrorShape {
  message: string
  code: TRPCDefaultErrorShape['code']
  data: { code: TRPC_ERROR_CODE_KEY; httpStatus: number; path?: string; appError: AppErrorData }
}

interface FormatterInput {
  shape: TRPCDefaultErrorShape
  error: TRPCError
  path: string | undefined
  ctx: { requestId: string; log: Log } | undefined
}

/** What tRPC itself refuses, before any procedure ran. */
const protocolCodes: Partial<Record<TRPC_ERROR_CODE_KEY, [AppErrorCode, string]>> = {
  PARSE_ERROR: ['INVALID_INPUT', 'the request is not valid JSON'],
  BAD_REQUEST: ['INVALID_INPUT', 'the request is not well formed'],
  NOT_FOUND: ['NOT_FOUND', 'this procedure does not exist'],
  METHOD_NOT_SUPPORTED: ['INVALID_INPUT', 'this procedure is not called by that method'],
  UNSUPPORTED_MEDIA_TYPE: ['INVALID_INPUT', 'the content type is not supported'],
  PAYLOAD_TOO_LARGE: ['TOO_LARGE', 'the request is too large'],
}

/** Gives every error its `appError`. An unexpected one is logged here, once, and says no more than where to find it. */
export function formatError(failure: FormatterInput): AppErrorShape {
  const { shape, error, path } = failure
  const known = toAppError(error)
  const { code, httpStatus } = shape.data
  const data = { code, httpStatus, ...(path !== undefined && { path }) }
  if (!known) {
    const ref = log(failure, 'error')
    const appError = { code: 'INTERNAL' as const, ref }
    return { message: `internal error, ref ${ref}`, code: shape.code, data: { ...data, appError } }
  }
  const { appCode, fields, message } = known
  const ref = faults.has(appCode) ? { ref: log(failure, 'warn') } : {}
  const appError = { code: appCode, ...(fields && { fields }), ...ref }
  return { message, code: shape.code, data: { ...data, appError } }
}

/** Expected, and yet of interest to who runs the server. */
const faults: ReadonlySet<AppErrorCode> = new Set(['BUSY', 'UNAVAILABLE'])

function log({ error, path, ctx }: FormatterInput, level: 'warn' | 'error'): string {
  const ref = ctx?.requestId ?? 'none'
  const message = level === 'error' ? 'unexpected error' : 'the database did not serve a call'
  ctx?.log[level]({ ref, path, error: describeError(error.cause ?? error) }, message)
  return ref
}

function toAppError(error: TRPCError): AppError | null {
  if (error instanceof AppError) return error
  if (error.cause instanceof ZodError) return invalidInput(describeIssues(error.cause.issues), error.cause)
  const protocol = protocolCodes[error.code]
  return protocol ? new AppError(...protocol, { cause: error }) : null
}
