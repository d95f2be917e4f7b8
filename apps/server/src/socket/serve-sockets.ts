import { MAX_BATCH_SIZE, type Api } from '@chatmore/api/server'
import { applyWSSHandler } from '@trpc/server/adapters/ws'
import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { ReadClientAddress } from '../client-address.ts'
import type { OriginPolicy } from '../origin-policy.ts'
import { toRequestId } from '../request-id.ts'
import type { OnTrpcError } from '../log-trpc-errors.ts'
import { toHeaders } from './to-headers.ts'

const MAX_FRAME_BYTES = 1024 * 1024
const PING_EVERY_MS = 25_000
const PONG_WITHIN_MS = 10_000
const GOING_AWAY = 1001

export interface ServeSocketsOptions {
  server: Server
  api: Api
  originPolicy: OriginPolicy
  readClientAddress: ReadClientAddress
  onError: OnTrpcError
}

export interface Sockets {
  /** Tells every client to connect again elsewhere and hand its subscriptions over. */
  announceRestart(): void
  /** Ends every socket with a proper close frame. */
  close(): void
}

/** tRPC over WebSocket at `/trpc`, on the port of the HTTP server. */
export function serveSockets(options: ServeSocketsOptions): Sockets {
  // Compression costs far more memory and time than it saves on small frames (https://github.com/websockets/ws/issues/1202).
  const wss = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false })
  const handler = applyWSSHandler({
    wss,
    router: options.api.router,
    maxBatchSize: MAX_BATCH_SIZE,
    keepAlive: { enabled: true, pingMs: PING_EVERY_MS, pongWaitMs: PONG_WITHIN_MS },
    onError: options.onError,
    createContext: ({ req: request, res: client, info }) => {
      const headers = toHeaders(request)
      return options.api.createContext({
        headers,
        connectionParams: info.connectionParams,
        ip: options.readClientAddress(request.socket.remoteAddress, headers.get('x-forwarded-for')),
        requestId: toRequestId(headers.get('x-request-id')),
        bufferedAmount: () => client.bufferedAmount,
      })
    },
  })
  options.server.on('upgrade', (request, socket, head) => {
    const refusal = findRefusal(request, options.originPolicy)
    if (refusal !== null) return refuse(socket, refusal)
    wss.handleUpgrade(request, socket, head, (client) => wss.emit('connection', client, request))
  })
  return {
    announceRestart: handler.broadcastReconnectNotification,
    close: () => {
      for (const client of wss.clients) client.close(GOING_AWAY)
      wss.close()
    },
  }
}

function findRefusal(request: IncomingMessage, policy: OriginPolicy): number | null {
  if (!/^\/trpc\/?(\?|$)/.test(request.url ?? '')) return 404
  const isAllowed = policy.allowsSocket({
    origin: request.headers.origin,
    host: request.headers.host,
    cookie: request.headers.cookie,
    fetchSite: undefined,
  })
  return isAllowed ? null : 403
}

function refuse(socket: Duplex, status: number): void {
  socket.on('error', () => socket.destroy())
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
