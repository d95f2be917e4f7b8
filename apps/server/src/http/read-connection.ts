import type { Connection } from '@chatmore/api/server'
import type { Context } from 'hono'
import type { ReadClientAddress } from '../client-address.ts'
import type { HostContext } from './host-context.ts'

/** Who sends a request, as the API asks for it. */
export function readConnection(
  context: Context<HostContext>,
  readClientAddress: ReadClientAddress,
): Connection {
  const { socket } = context.env.incoming
  return {
    headers: context.req.raw.headers,
    connectionParams: null,
    ip: readClientAddress(socket.remoteAddress, context.req.header('x-forwarded-for')),
    requestId: context.get('requestId'),
  }
}
