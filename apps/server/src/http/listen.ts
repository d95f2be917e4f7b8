import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Timings } from '../timings.ts'
import { withTimeout } from '../with-timeout.ts'

export interface Listener {
  server: Server
  /** Where it listens, with the port that the system chose for port 0. */
  url: string
  /** Hands the requests from now on to `listener`; until the first call they are told to come back. */
  use(listener: RequestListener): void
  /** Cuts every connection at once; new ones are welcome. */
  cutConnections(): void
  /** Stops, and cuts the connections that have not ended within a second. */
  close(): Promise<void>
}

const CLOSE_WITHIN_MS = 1000
const MAX_HEADER_BYTES = 16 * 1024
/** Longer than the idle timeout of the usual reverse proxies, which else meet a socket that closes under them. */
const KEEP_ALIVE_MS = 75_000

export interface ListenOptions {
  host: string
  port: number
  timings: Pick<Timings, 'headersWithin' | 'requestWithin' | 'uploadWithin'>
}

/** Takes the port first, so that a taken one is told before anything else is started. */
export async function listen({ host, port, timings }: ListenOptions): Promise<Listener> {
  let current: RequestListener = answerStarting
  const { headersWithin, requestWithin, uploadWithin } = timings
  const limits = {
    maxHeaderSize: MAX_HEADER_BYTES,
    keepAliveTimeout: KEEP_ALIVE_MS,
    headersTimeout: headersWithin,
    // Calls are bounded closer, by whoever reads their bodies.
    requestTimeout: uploadWithin,
    // So much later than its time a request may be ended.
    connectionsCheckingInterval: requestWithin / 10,
  }
  const server = createServer(limits, (incoming, outgoing) => current(incoming, outgoing))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port }, resolve)
  })
  // Upgraded sockets too: the server's own closeAllConnections() forgets them.
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  return {
    server,
    url: toUrl(host, (server.address() as AddressInfo).port),
    use: (listener) => {
      current = listener
    },
    cutConnections: () => destroyAll(sockets),
    close: () => close(server, sockets),
  }
}

const answerStarting: RequestListener = (incoming, outgoing) => {
  const isAlive = incoming.url === '/healthz'
  outgoing.writeHead(isAlive ? 200 : 503, { 'content-type': 'application/json', 'retry-after': '1' })
  outgoing.end(JSON.stringify(isAlive ? { status: 'ok' } : { status: 'unavailable', reason: 'starting' }))
}

async function close(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  if (server.listening) server.close()
  server.closeIdleConnections()
  const ended = Promise.all([...sockets].map((socket) => once(socket, 'close')))
  await withTimeout(ended, CLOSE_WITHIN_MS).catch(() => destroyAll(sockets))
}

function destroyAll(sockets: ReadonlySet<Socket>): void {
  for (const socket of sockets) socket.destroy()
}

function toUrl(host: string, port: number): string {
  const isAnyAddress = host === '0.0.0.0' || host === '::'
  const name = isAnyAddress ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host
  return `http://${name}:${port}`
}
