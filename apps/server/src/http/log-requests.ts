import type { MiddlewareHandler } from 'hono'
import type { Logger } from 'pino'
import { toRequestId } from '../request-id.ts'
import type { HostContext } from './host-context.ts'

/** Gives each request its id, in the answer's `X-Request-Id` too, and writes one line when it is answered. */
export function logRequests(log: Logger): MiddlewareHandler<HostContext> {
  return async (context, next) => {
    const requestId = toRequestId(context.req.header('x-request-id'))
    context.set('requestId', requestId)
    const startedAt = performance.now()
    await next()
    const { status } = context.res
    context.res.headers.set('x-request-id', requestId)
    const durationMs = Math.round(performance.now() - startedAt)
    const line = { requestId, method: context.req.method, path: context.req.path, status, durationMs }
    if (status >= 500) log.warn(line, 'request failed')
    else log.debug(line, 'request answered')
  }
}
