import { Hono } from 'hono'
import { withTimeout } from '../with-timeout.ts'

const PING_TIMEOUT_MS = 2000

export interface HealthRoutesOptions {
  /** Resolves when the database answers. */
  ping(): Promise<void>
  /** Whether the server has begun to stop. */
  isStopping(): boolean
}

/** `/healthz`: the process answers. `/readyz`: it can do its work, else 503 with the reason. */
export function healthRoutes({ ping, isStopping }: HealthRoutesOptions): Hono {
  const routes = new Hono()
  routes.get('/healthz', (context) => context.json({ status: 'ok' }))
  routes.get('/readyz', async (context) => {
    if (isStopping()) return context.json({ status: 'unavailable', reason: 'stopping' }, 503)
    const isReachable = await withTimeout(ping(), PING_TIMEOUT_MS).then(
      () => true,
      () => false,
    )
    if (isReachable) return context.json({ status: 'ok' })
    return context.json({ status: 'unavailable', reason: 'database' }, 503)
  })
  return routes
}
