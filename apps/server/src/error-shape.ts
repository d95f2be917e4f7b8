import type { AppErrorData } from '@chatmore/api/contract'
import { TRPC_ERROR_CODES_BY_KEY, type TRPC_ERROR_CODE_KEY } from '@trpc/server/rpc'

const trpcCodes = {
  400: 'BAD_REQUEST',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_SUPPORTED',
  408: 'TIMEOUT',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  429: 'TOO_MANY_REQUESTS',
  431: 'PAYLOAD_TOO_LARGE',
  500: 'INTERNAL_SERVER_ERROR',
  503: 'SERVICE_UNAVAILABLE',
} as const satisfies Record<number, TRPC_ERROR_CODE_KEY>

/** An error of the host itself, before any procedure or instead of one. */
export interface HostError {
  status: keyof typeof trpcCodes
  appError: AppErrorData
  message: string
}

/** The shape that tRPC gives its own errors, so that clients need to know one. */
export function toErrorShape({ status, appError, message }: HostError) {
  const code = trpcCodes[status]
  return { message, code: TRPC_ERROR_CODES_BY_KEY[code], data: { code, httpStatus: status, appError } }
}
