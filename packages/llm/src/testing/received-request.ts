import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'

/** A chat-completions body as it came in; whatever else the client sent is there too. */
export interface ReceivedBody {
  model: string
  /** With images, `content` is a list of parts as the format has them. */
  messages: { role: string; content: string }[]
  stream?: boolean
  stream_options?: { include_usage?: boolean }
  [parameter: string]: unknown
}

/** One request that the scripted upstream got, kept for assertions. */
export interface ReceivedRequest {
  method: string
  path: string
  headers: IncomingHttpHeaders
  /** `body.model`, or an empty string where the body names none. */
  model: string
  body: ReceivedBody
  /** The body as it came. */
  text: string
  /** The client's port, which tells connections apart. */
  remotePort: number | undefined
}

/** Reads a request whole. A body that is not JSON shows as an empty one. */
export async function receiveRequest(incoming: IncomingMessage): Promise<ReceivedRequest> {
  const sent = await text(incoming)
  const body = parseBody(sent)
  return {
    method: incoming.method ?? 'GET',
    path: incoming.url ?? '/',
    headers: incoming.headers,
    model: body.model,
    body,
    text: sent,
    remotePort: incoming.socket.remotePort,
  }
}

function parseBody(json: string): ReceivedBody {
  try {
    return { model: '', messages: [], ...(JSON.parse(json) as Partial<ReceivedBody>) }
  } catch {
    return { model: '', messages: [] }
  }
}
