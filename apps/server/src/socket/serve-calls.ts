import type { Api } from '@chatmore/api/server'
import { getWSConnectionHandler, jsonEncoder } from '@trpc/server/adapters/ws'
import type { IncomingMessage } from 'node:http'
import type { WebSocket, WebSocketServer } from 'ws'
import type { ReadClientAddress } from '../client-address.ts'
import type { OnTrpcError } from '../log-trpc-errors.ts'
import { toRequestId } from '../request-id.ts'
import type { Answer, FrameGuard } from './frame-guard.ts'
import type { HeldRights } from './hold-rights.ts'
import { toHeaders } from './to-headers.ts'

export interface ServeCallsOptions {
  api: Api
  wss: WebSocketServer
  guard: FrameGuard
  rights: HeldRights
  readClientAddress: ReadClientAddress
  onError: OnTrpcError
}

/** Hands the calls of one socket to tRPC, and tells the guard what is answered. */
export function serveCalls(options: ServeCallsOptions, client: WebSocket, request: IncomingMessage): void {
  const { api, wss, guard, rights, readClientAddress, onError } = options
  const serve = getWSConnectionHandler({
    wss,
    router: api.router,
    onError,
    experimental_encoder: {
      ...jsonEncoder,
      encode(answer) {
        guard.noteAnswer(answer as Answer)
        return jsonEncoder.encode(answer)
      },
    },
    createContext({ info }) {
      const headers = toHeaders(request)
      const connection = {
        headers,
        connectionParams: info.connectionParams,
        ip: readClientAddress(request.socket.remoteAddress, headers.get('x-forwarded-for')),
        requestId: toRequestId(headers.get('x-request-id')),
        bufferedAmount: () => client.bufferedAmount,
      }
      const context = api.createContext(connection)
      rights.add({ client, connection, credentials: context.credentials })
      return context
    },
  })
  serve(client, request)
}
