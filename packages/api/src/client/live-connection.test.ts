import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createClient } from './create-client.ts'
import type { Client, ConnectionState } from './client-types.ts'

const HANDSHAKE_KEY = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

/** A server that greets whoever connects and then is silent, as the far end of a dead network is. */
let server: Server
let sockets: Duplex[]
let client: Client
let states: ConnectionState[]

/** Lets real sockets do what timers, which stand still, do not hold up. */
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 5 })

beforeEach(async () => {
  sockets = []
  states = []
  server = createServer().on('upgrade', ({ headers }, socket) => {
    const accept = createHash('sha1')
      .update(`${headers['sec-websocket-key']}${HANDSHAKE_KEY}`)
      .digest('base64')
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    )
    socket.on('error', () => {}).resume()
    sockets.push(socket)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const { port } = server.address() as AddressInfo
  client = createClient({
    url: `http://127.0.0.1:${port}`,
    onConnectionChange: (state) => states.push(state),
  })
})

afterEach(async () => {
  await client.close()
  vi.useRealTimers()
  server.close()
  server.closeAllConnections()
  for (const socket of sockets) socket.destroy()
})

/** Begins to watch, and waits until the connection stands. */
async function watch(): Promise<void> {
  void (async () => {
    for await (const _event of client.session.watch({ id: 'any' }));
  })()
  await eventually(() => expect(states).toEqual(['open']))
  await vi.advanceTimersByTimeAsync(0)
}

async function pass(milliseconds: number): Promise<void> {
  for (let left = milliseconds; left > 0; left -= 500) await vi.advanceTimersByTimeAsync(Math.min(500, left))
}

describe('a connection whose other end is gone without a word', () => {
  it('is noticed within forty seconds, and another is opened', async () => {
    await watch()
    await pass(39_000)
    await eventually(() => expect(states[1]).toBe('reconnecting'))
    await pass(1000)
    await eventually(() => expect(sockets.length).toBeGreaterThan(1))
  })

  it('is noticed within five seconds by who asks, as a device does that wakes up', async () => {
    await watch()
    client.wake()
    await pass(4500)
    await eventually(() => expect(states[1]).toBe('reconnecting'))
  })
})

describe('closing a client', () => {
  it('leaves no timer and no socket, whatever it was waiting for', async () => {
    await watch()
    const send = client.message.send({ sessionId: 's', content: 'x', clientMessageId: 'client-message-1' })
    const ended = send.catch((error: unknown) => error)
    sockets[0]?.destroy()
    await eventually(() => expect(states).toContain('reconnecting'))
    await client.close()
    expect(await ended).toBeInstanceOf(Error)
    await pass(1500)
    await eventually(() => expect(vi.getTimerCount()).toBe(0))
    await eventually(() => expect(sockets.every((socket) => socket.destroyed)).toBe(true))
    await pass(30_000)
    expect(sockets).toHaveLength(1)
  })
})
