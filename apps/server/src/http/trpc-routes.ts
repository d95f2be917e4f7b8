import { MAX_BATCH_SIZE, type Api } from '@chatmore/api/server'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { Hono, type MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'
import type { ReadClientAddress } from '../client-address.ts'
import type { OriginPolicy } from '../origin-policy.ts'
import type { OnTrpcError } from '../log-trpc-errors.ts'
import { errorResponse } from './error-response.ts'
import type { HostContext } from './host-context.ts'
import { readBody } from './read-body.ts'

export interface TrpcRoutesOptions {
  api: Api
  originPolicy: OriginPolicy
  readClientAddress: ReadClientAddress
  onError: OnTrpcError
}

/** Queries and mutations over HTTP at `/trpc`. */
export function trpcRoutes(options: TrpcRoutesOptions): Hono<HostContext> {
  const routes = new Hono<HostContext>()
  routes.use(allowListedOrigins(options.originPolicy), refuseOtherOrigins(options.originPolicy), readBody)
  routes.all('/*', async (context) => {
    const requestId = context.get('requestId')
    const { socket } = context.env.incoming
    const ip = options.readClientAddress(socket.remoteAddress, context.req.header('x-forwarded-for'))
    const response = await fetchRequestHandler({
      endpoint: '/trpc',
      req: context.req.raw, // eslint-disable-line id-denylist -- tRPC's own name
      router: options.api.router,
      maxBatchSize: MAX_BATCH_SIZE,
      onError: options.onError,
      responseMeta: ({ errors }) => ({ headers: tellWhenToRetry(errors) }),
      createContext: ({ resHeaders }) =>
        options.api.createContext({
          headers: context.req.raw.headers,
          connectionParams: null,
          ip,
          requestId,
          setCookie: (cookie) => setCookie(resHeaders, cookie),
        }),
    })
    // tRPC leaves it out where it could not read the address.
    if (response.status >= 400) response.headers.set('content-type', 'application/json')
    return response
  })
  return routes
}

function allowListedOrigins(policy: OriginPolicy): MiddlewareHandler {
  const allow = cors({
    origin: (origin) => (policy.isListed(origin) ? origin : null),
    allowHeaders: ['authorization', 'content-type', 'x-request-id'],
    exposeHeaders: ['x-request-id'],
    maxAge: 600,
  })
  // Where it sets headers, Hono copies the answer through a web stream, which for a long one takes as long as making it.
  return (context, next) => (context.req.header('origin') === undefined ? next() : allow(context, next))
}

function refuseOtherOrigins(policy: OriginPolicy): MiddlewareHandler {
  return async (context, next) => {
    const { method } = context.req
    // A page of another site cannot set this header without a preflight, which CORS has answered already.
    const isTokenClient = context.req.header('authorization') !== undefined
    const isRead = method === 'GET' || method === 'HEAD'
    const caller = {
      origin: context.req.header('origin'),
      host: context.req.header('host'),
      cookie: context.req.header('cookie'),
      fetchSite: context.req.header('sec-fetch-site'),
    }
    if (isRead || isTokenClient || policy.allows(caller)) return next()
    return errorResponse({
      status: 403,
      appError: { code: 'FORBIDDEN' },
      message: 'this origin may not call the server: see PUBLIC_URL and CHATMORE_ALLOWED_ORIGINS',
    })
  }
}

/** A browser that signs out forgets what pages of ours stored in it, too. */
function setCookie(headers: Headers, cookie: string): void {
  headers.append('set-cookie', cookie)
  if (/;\s*max-age=0(;|$)/i.test(cookie)) headers.set('clear-site-data', '"storage"')
}

function tellWhenToRetry(errors: readonly Error[]): Record<string, string> {
  const waits = errors.flatMap((error) => ('retryAfterMs' in error ? Number(error.retryAfterMs ?? 0) : []))
  return Math.max(0, ...waits) === 0 ? {} : { 'retry-after': String(Math.ceil(Math.max(...waits) / 1000)) }
}
