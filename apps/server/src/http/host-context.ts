import type { HttpBindings } from '@hono/node-server'

/** What each request carries through the host's Hono handlers. */
export interface HostContext {
  Bindings: HttpBindings
  Variables: { requestId: string }
}
