import type { Api } from '@chatmore/api/server'
import type { IncomingMessage, Server } from 'node:http'
import type { Logger } from 'pino'
import { WebSocketServer, type WebSocket } from 'ws'
import type { ReadClientAddress } from '../client-address.ts'
import type { OnTrpcError } from '../log-trpc-errors.ts'
import type { OriginPolicy } from '../origin-policy.ts'
import type { Timings } from '../timings.ts'
import { createAwakeClock } from './awake-clock.ts'
import { closeCodes } from './close-socket.ts'
import { createFrameGuard } from './frame-guard.ts'
import { guardFrames } from './guard-frames.ts'
import { holdRights } from './hold-rights.ts'
import { findRefusal, refuseUpgrade } from './refuse-upgrade.ts'
import { serveCalls } from './serve-calls.ts'
import { createTally } from './tally.ts'
import { createTending } from './tend-socket.ts'
import { toHeaders } from './to-headers.ts'

const MAX_FRAME_BYTES = 1024 * 1024
const TEND_EVERY_MS = 1000
const RECONNECT = JSON.stringify({ id: null, method: 'reconnect' })

export interface ServeSocketsOptions {
  server: Server
  api: Api
  originPolicy: OriginPolicy
  readClientAddress: ReadClientAddress
  onError: OnTrpcError
  timings: Timings
  /** How many sockets one address, and one user, may have. */
  socketsPerCaller: number
  log: Logger
}

export interface Sockets {
  /** Tells every client to connect again elsewhere and hand its subscriptions over. */
  announceRestart(): void
  /** Ends every socket with a proper close frame. */
  close(): void
}

/** tRPC over WebSocket at `/trpc`, on the port of the HTTP server. */
export function serveSockets(options: ServeSocketsOptions): Sockets {
  const { server, originPolicy, readClientAddress, timings, socketsPerCaller, log } = options
  // Compression costs far more memory and time than it saves on small frames (https://github.com/websockets/ws/issues/1202).
  const wss = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false })
  const perAddress = createTally(socketsPerCaller)
  const perUser = createTally(socketsPerCaller)
  const rights = holdRights({ ...options, perUser, everyMs: timings.rightsEvery })
  const tendings = new Map<WebSocket, (now: number) => void>()

  function open(client: WebSocket, request: IncomingMessage): void {
    const guard = createFrameGuard()
    serveCalls({ ...options, wss, guard, rights }, client, request)
    const frames = guardFrames(client, guard, announcesParams(request))
    tendings.set(client, createTending({ client, connection: request.socket, frames }, timings))
    client.once('close', () => tendings.delete(client))
  }

  server.on('upgrade', (request, socket, head) => {
    const refusal = findRefusal(request, originPolicy)
    if (refusal !== null) return refuseUpgrade(socket, refusal)
    const forwardedFor = toHeaders(request).get('x-forwarded-for')
    const address = readClientAddress(request.socket.remoteAddress, forwardedFor)
    if (!perAddress.take(address)) {
      log.warn(
        { address },
        'too many sockets of one address: is it a proxy that is not in CHATMORE_TRUSTED_PROXIES?',
      )
      return refuseUpgrade(socket, 429)
    }
    socket.once('close', () => perAddress.release(address))
    wss.handleUpgrade(request, socket, head, open)
  })

  const clock = createAwakeClock(2 * TEND_EVERY_MS)
  const tending = setInterval(
    () => {
      const now = clock()
      for (const tend of tendings.values()) tend(now)
    },
    Math.min(TEND_EVERY_MS, timings.pongWithin / 4),
  )

  return {
    announceRestart() {
      for (const client of wss.clients) if (client.readyState === client.OPEN) client.send(RECONNECT)
    },
    close() {
      clearInterval(tending)
      rights.stop()
      for (const client of wss.clients) client.close(closeCodes.goingAway)
      wss.close()
    },
  }
}

/** As tRPC reads it. */
function announcesParams({ url = '' }: IncomingMessage): boolean {
  return new URL(url, 'http://localhost').searchParams.get('connectionParams') === '1'
}
