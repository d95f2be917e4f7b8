import { MAX_BATCH_SIZE, type Api } from '@chatmore/api/server'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { Hono } from 'hono'
import type { ReadClientAddress } from '../client-address.ts'
import type { OriginPolicy } from '../origin-policy.ts'
import type { OnTrpcError } from '../log-trpc-errors.ts'
import type { HostContext } from './host-context.ts'
import { allowListedOrigins, refuseOtherOrigins } from './origin-rules.ts'
import { readBody } from './read-body.ts'
import { readConnection } from './read-connection.ts'

export interface TrpcRoutesOptions {
  api: Api
  originPolicy: OriginPolicy
  readClientAddress: ReadClientAddress
  onError: OnTrpcError
  /** For how many milliseconds a call's body may come. */
  requestWithin: number
}

/** Queries and mutations over HTTP at `/trpc`. */
export function trpcRoutes(options: TrpcRoutesOptions): Hono<HostContext> {
  const routes = new Hono<HostContext>()
  routes.use(allowListedOrigins(options.originPolicy), refuseOtherOrigins(options.originPolicy))
  routes.use(readBody(options.requestWithin))
  routes.all('/*', async (context) => {
    const response = await fetchRequestHandler({
      endpoint: '/trpc',
      req: context.req.raw, // eslint-disable-line id-denylist -- tRPC's own name
      router: options.api.router,
      maxBatchSize: MAX_BATCH_SIZE,
      onError: options.onError,
      responseMeta: ({ errors }) => ({ headers: tellWhenToRetry(errors) }),
      createContext: ({ resHeaders }) =>
        options.api.createContext({
          ...readConnection(context, options.readClientAddress),
          setCookie: (cookie) => setCookie(resHeaders, cookie),
        }),
    })
    // tRPC leaves it out where it could not read the address.
    if (response.status >= 400) response.headers.set('content-type', 'application/json')
    return response
  })
  return routes
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
