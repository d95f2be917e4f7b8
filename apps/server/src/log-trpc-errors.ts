import type { TRPCError } from '@trpc/server'
import type { Logger } from 'pino'

interface FailedCall {
  error: TRPCError
  path: string | undefined
  ctx: { requestId: string } | undefined
}

export type OnTrpcError = (call: FailedCall) => void

/** The API logs what nobody expected in a call; left are calls that were refused, and what broke before there was one. */
export function logTrpcErrors(log: Logger): OnTrpcError {
  return ({ error, path, ctx }) => {
    if (ctx === undefined && error.code === 'INTERNAL_SERVER_ERROR') {
      log.error({ path, error }, 'a call could not be taken')
    } else {
      log.debug({ requestId: ctx?.requestId, path, code: error.code }, 'call refused')
    }
  }
}
