import type { MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'
import type { OriginPolicy } from '../origin-policy.ts'
import { errorResponse } from './error-response.ts'

/** Pages of the listed origins may read what is answered. */
export function allowListedOrigins(policy: OriginPolicy): MiddlewareHandler {
  const allow = cors({
    origin: (origin) => (policy.isListed(origin) ? origin : null),
    allowHeaders: ['authorization', 'content-type', 'x-request-id'],
    exposeHeaders: ['x-request-id'],
    maxAge: 600,
  })
  // Where it sets headers, Hono copies the answer through a web stream, which for a long one takes as long as making it.
  return (context, next) => (context.req.header('origin') === undefined ? next() : allow(context, next))
}

/** What changes something comes from our own pages, from listed ones, or with a token. */
export function refuseOtherOrigins(policy: OriginPolicy): MiddlewareHandler {
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
