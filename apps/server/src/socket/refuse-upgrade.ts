import { STATUS_CODES, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { OriginPolicy } from '../origin-policy.ts'

/** The status with which a request for a socket is refused, or null. */
export function findRefusal({ url = '', headers }: IncomingMessage, policy: OriginPolicy): number | null {
  if (!/^\/trpc\/?(\?|$)/.test(url)) return 404
  const { origin, host, cookie } = headers
  // tRPC reads the address of the request as a URL.
  if (!URL.canParse(url, `http://${host ?? 'localhost'}`)) return 400
  return policy.allows({ origin, host, cookie, fetchSite: undefined }) ? null : 403
}

export function refuseUpgrade(socket: Duplex, status: number): void {
  socket.on('error', () => socket.destroy())
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
