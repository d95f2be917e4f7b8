import { Hono } from 'hono'
import type { Logger } from 'pino'
import { accountRoutes } from './account-routes.ts'
import { callRoutes } from './call-routes.ts'
import { errorResponse } from './error-response.ts'
import { fileRoutes } from './file-routes.ts'
import { healthRoutes, type HealthRoutesOptions } from './health-routes.ts'
import type { HostContext } from './host-context.ts'
import { logRequests } from './log-requests.ts'
import { securityHeaders } from './security-headers.ts'
import type { StaticFiles } from './static-files.ts'
import { staticRoutes } from './static-routes.ts'
import { trpcRoutes, type TrpcRoutesOptions } from './trpc-routes.ts'

export interface HttpAppOptions extends TrpcRoutesOptions {
  log: Logger
  publicUrl: string
  health: HealthRoutesOptions
  files: StaticFiles
}

/** Everything that the server says over HTTP. */
export function createHttpApp(options: HttpAppOptions): Hono<HostContext> {
  const app = new Hono<HostContext>()
  app.use(logRequests(options.log), securityHeaders(options.publicUrl))
  app.route('/', healthRoutes(options.health))
  app.route('/trpc', trpcRoutes(options))
  app.route('/files', fileRoutes(options))
  app.route('/', callRoutes(options))
  app.route('/account', accountRoutes(options))
  app.route('/', staticRoutes(options.files))
  app.notFound(() =>
    errorResponse({
      status: 404,
      appError: { code: 'NOT_FOUND' },
      message: 'there is nothing at this address',
    }),
  )
  app.onError((error, context) => {
    const ref = context.get('requestId')
    options.log.error({ requestId: ref, path: context.req.path, error }, 'request failed unexpectedly')
    return errorResponse({
      status: 500,
      appError: { code: 'INTERNAL', ref },
      message: `internal error, ref ${ref}`,
    })
  })
  return app
}
