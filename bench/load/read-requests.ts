import type { Socket } from 'node:net'

/** Gives the body of each request on a keep-alive connection. Enough of HTTP for what the clients here send. */
export function readRequests(socket: Socket, onBody: (body: string) => void): void {
  let received = Buffer.alloc(0)
  socket.on('data', (bytes) => {
    received = received.length === 0 ? bytes : Buffer.concat([received, bytes])
    for (let end = findEnd(received); end !== null; end = findEnd(received)) {
      onBody(received.toString('latin1', end.bodyStart, end.bodyEnd))
      received = received.subarray(end.bodyEnd)
    }
  })
}

function findEnd(received: Buffer): { bodyStart: number; bodyEnd: number } | null {
  const headEnd = received.indexOf('\r\n\r\n')
  if (headEnd === -1) return null
  const head = received.toString('latin1', 0, headEnd)
  const length = /^content-length: *(\d+)/im.exec(head)?.[1]
  if (length === undefined) throw new Error(`A request without Content-Length:\n${head}`)
  const bodyStart = headEnd + 4
  const bodyEnd = bodyStart + Number(length)
  return received.length < bodyEnd ? null : { bodyStart, bodyEnd }
}
