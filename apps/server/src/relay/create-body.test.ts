import { once } from 'node:events'
import { Agent, createServer, request, type IncomingMessage } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createBody } from './create-body.ts'

const pieces = [1, 15, 16, 262, 4096, 4097, 70_000, 0, 3].map((length) =>
  Buffer.alloc(length, 97 + (length % 20)),
)
const whole = Buffer.concat(pieces)

/** Answers each request with all pieces, or breaks off in their midst. */
const server = createServer((incoming, outgoing) => {
  outgoing.writeHead(200, { 'content-type': 'text/event-stream' })
  const body = createBody(outgoing)
  for (const piece of pieces) body.write(piece)
  if (incoming.url === '/cut') setImmediate(() => outgoing.destroy())
  else body.end()
})
let port: number

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
})
afterAll(() => void server.close())

test('a body arrives whole, and the connection serves the next request', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const isReused: boolean[] = []
  for (let time = 0; time < 3; time += 1) {
    const outgoing = request({ port, agent }).end()
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage]
    expect(Buffer.concat((await response.toArray()) as Buffer[]).equals(whole)).toBe(true)
    expect(response.headers['transfer-encoding']).toBe('chunked')
    isReused.push(outgoing.reusedSocket)
  }
  expect(isReused).toEqual([false, true, true])
  agent.destroy()
})

test('a body that is cut off is not taken for a whole one', async () => {
  const response = await fetch(`http://127.0.0.1:${port}/cut`)
  await expect(response.arrayBuffer()).rejects.toThrow()
})

test('before HTTP/1.1 it comes as it is', async () => {
  const socket = connect(port, '127.0.0.1')
  socket.write('GET / HTTP/1.0\r\n\r\n')
  const received: Buffer[] = []
  for await (const bytes of socket) received.push(bytes as Buffer)
  const all = Buffer.concat(received)
  expect(all.subarray(all.indexOf('\r\n\r\n') + 4).equals(whole)).toBe(true)
})
