import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { WebSocket, type ClientOptions } from 'ws'

export interface SocketAnswer {
  id: string | number | null
  method?: string
  result?: { type: string; id?: string; data?: unknown }
  error?: { message: string; code: number; data: { httpStatus: number; appError: { code: string } } }
}

export interface TestSocket {
  socket: WebSocket
  /** 101, or the status that the upgrade was refused with. */
  status: number
  /** The next thing that was sent here; heartbeats in words included. */
  next(): Promise<SocketAnswer | 'PING' | 'PONG'>
  /** Sends a text as it is, and anything else as JSON. */
  send(frame: unknown): void
  /** How it ended. */
  closed: Promise<{ code: number; reason: string }>
}

/** Opens a WebSocket without tRPC's client, which would never send what these tests send. */
export async function openSocket(
  url: string,
  { path = '/trpc', ...options }: ClientOptions & { path?: string } = {},
): Promise<TestSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}${path}`, options)
  const frames = createInbox()
  socket.on('message', (data: Buffer) => frames.put(data.toString()))
  socket.on('error', () => undefined)
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }))
  })
  const status = await new Promise<number>((resolve) => {
    socket.on('open', () => resolve(101))
    socket.on('unexpected-response', (_request, incoming) => resolve(incoming.statusCode ?? 0))
  })
  return {
    socket,
    status,
    closed,
    send: (frame) => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
    next: async () => {
      const frame = await frames.take()
      return frame === 'PING' || frame === 'PONG' ? frame : (JSON.parse(frame) as SocketAnswer)
    },
  }
}

function createInbox() {
  const waiting: ((frame: string) => void)[] = []
  const frames: string[] = []
  return {
    put(frame: string) {
      const take = waiting.shift()
      if (take) take(frame)
      else frames.push(frame)
    },
    take: () =>
      new Promise<string>((resolve) => {
        const frame = frames.shift()
        if (frame === undefined) waiting.push(resolve)
        else resolve(frame)
      }),
  }
}

/** A connection on which a test says every byte itself. */
export async function connectRaw(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url)
  const connection = connect(Number(port), hostname)
  connection.on('error', () => undefined)
  await once(connection, 'connect')
  return connection
}

/**
 * Says something on a connection of its own, and returns all that is answered until the server ends it. Where the server
 * did not read all of it, the answer may be followed by a reset.
 */
export async function sayRaw(url: string, said: string | Buffer): Promise<string> {
  const connection = await connectRaw(url)
  const closed = new Promise((resolve) => connection.once('close', resolve))
  const pieces: Buffer[] = []
  connection.on('data', (piece: Buffer) => void pieces.push(piece))
  connection.write(said)
  await closed
  return Buffer.concat(pieces).toString()
}

/** A request's head and body by HTTP/1.1. The server is asked to end the connection, so that the answer has an end. */
export function toRequest(head: string, headers: Record<string, string | number> = {}, body = ''): string {
  const lines = Object.entries({ host: '127.0.0.1', connection: 'close', ...headers })
  return [`${head} HTTP/1.1`, ...lines.map(([name, value]) => `${name}: ${value}`), '', body].join('\r\n')
}
