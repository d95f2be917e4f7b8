import { Socket } from 'node:net'
import { Agent, type buildConnector, type Dispatcher } from 'undici'

/** A step of a call, told as it is taken. `sent` has the headers and the body without anything secret. */
export type TraceStep =
  | { name: 'sent'; headers: Record<string, string>; body: string }
  | { name: 'resolved' | 'connected' | 'secured' | 'requested' }
  | { name: 'answered'; status: number }

export type Trace = (step: TraceStep) => void

/** Connections for one call alone, so that making them is part of what is told. */
export function createTracedAgent(connect: buildConnector.connector, trace: Trace): Dispatcher {
  return new Agent({ connect: tracing(connect, trace), headersTimeout: 0, bodyTimeout: 0 })
}

/** What undici's connector gives back at once is the socket, which tells how far it has come. */
function tracing(connect: buildConnector.connector, trace: Trace): buildConnector.connector {
  return (options, callback) => {
    const socket: unknown = connect(options, (...result) => {
      if (result[1] && options.protocol === 'https:') trace({ name: 'secured' })
      callback(...result)
    })
    if (!(socket instanceof Socket)) return
    socket.once('lookup', () => trace({ name: 'resolved' }))
    // Before undici, which sends the request at once.
    socket.prependOnceListener('connect', () => trace({ name: 'connected' }))
  }
}

/** The headers of a call as they may be shown: of what is secret the name alone. */
export function toShownHeaders(
  headers: Record<string, string>,
  extra: Record<string, string> = {},
): Record<string, string> {
  const secret = new Set([
    'authorization',
    'api-key',
    ...Object.keys(extra).map((name) => name.toLowerCase()),
  ])
  const entries = Object.entries(headers).map(([name, value]) => [
    name,
    secret.has(name) ? hide(value) : value,
  ])
  return Object.fromEntries(entries) as Record<string, string>
}

function hide(value: string): string {
  return value.startsWith('Bearer ') ? 'Bearer [hidden]' : '[hidden]'
}
