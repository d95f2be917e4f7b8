import { MAX_BATCH_SIZE, type Api } from '@chatmore/api/server'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { cors } from 'hono/cors'
import type { ReadClientAddress } from '../client-address.ts'
import type { OriginPolicy } from '../origin-policy.ts'
import type { OnTrpcError } from '../log-trpc-errors.ts'
import { errorResponse } from './error-response.ts'
import type { HostContext } from './host-context.ts'

const MAX_BODY_BYTES = 4 * 1024 * 1024

export interface TrpcRoutesOptions {
  api: Api
  originPolicy: OriginPolicy
  readClientAddress: ReadClientAddress
  onError: OnTrpcError
}

/** Queries and mutations over HTTP at `/trpc`. */
export function trpcRoutes(options: TrpcRoutesOptions): Hono<HostContext> {
  const routes = new Hono<HostContext>()
  routes.use(
    cors({
      origin: (origin) => (options.originPolicy.isListed(origin) ? origin : null),
      allowHeaders: ['authorization', 'content-type', 'x-request-id'],
      exposeHeaders: ['x-request-id'],
      maxAge: 600,
    }),
    refuseOtherOrigins(options.originPolicy),
    refuseOtherContent,
    bodyLimit({ maxSize: MAX_BODY_BYTES, onError: refuseLargeBody }),
  )
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
      createContext: ({ resHeaders }) =>
        options.api.createContext({
          headers: context.req.raw.headers,
          connectionParams: null,
          ip,
          requestId,
          setCookie: (cookie) => resHeaders.append('set-cookie', cookie),
        }),
    })
    response.headers.set('cache-control', 'no-store')
    return response
  })
  return routes
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
    if (isRead || isTokenClient || policy.allowsRequest(caller)) return next()
    return errorResponse({
      status: 403,
      appError: { code: 'FORBIDDEN' },
      message: 'this origin may not call the server: see PUBLIC_URL and CHATMORE_ALLOWED_ORIGINS',
    })
  }
}

const refuseOtherContent: MiddlewareHandler = async (context, next) => {
  const type = context.req.header('content-type') ?? ''
  if (context.req.method !== 'POST' || /^application\/json\s*(;|$)/i.test(type)) return next()
  return errorResponse({
    status: 415,
    appError: { code: 'INVALID_INPUT' },
    message: 'the content type is not application/json',
  })
}

function refuseLargeBody(): Response {
  return errorResponse({
    status: 413,
    appError: { code: 'TOO_LARGE' },
    message: 'the request is larger than 4 MB',
  })
}
