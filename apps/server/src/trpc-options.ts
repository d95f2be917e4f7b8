import type { TRPCError } from '@trpc/server'
import type { Logger } from 'pino'

/** A page that opens a session of 50 windows asks for all their messages in one batch. */
export const MAX_CALLS_PER_BATCH = 60

interface FailedCall {
  error: TRPCError
  path: string | undefined
  ctx: { requestId: string } | undefined
}

export type OnTrpcError = (call: FailedCall) => void

/** Logs what nobody expected, under the `ref` that the caller was told. What a caller did wrong is not news. */
export function logTrpcErrors(log: Logger): OnTrpcError {
  return ({ error, path, ctx }) => {
    const fields = { requestId: ctx?.requestId, path, error: error.cause ?? error }
    if (error.code === 'INTERNAL_SERVER_ERROR') log.error(fields, 'call failed unexpectedly')
    else log.debug(fields, 'call refused')
  }
}
