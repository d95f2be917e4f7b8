import type { ServerResponse } from 'node:http'
import type { ReceivedRequest } from './received-request.ts'

/** Token counts in the words of the wire format. */
export interface UpstreamUsage {
  prompt_tokens?: number
  completion_tokens?: number
  [field: string]: unknown
}

/** An answer that a test writes by hand, event by event, while the client reads. */
export interface UpstreamStream {
  readonly request: ReceivedRequest
  /** A chunk with `delta.content`. */
  text(text: string): void
  /** A chunk with `delta.reasoning_content`. */
  reasoning(text: string): void
  /** A chunk without choices that tells the usage. */
  usage(usage: UpstreamUsage): void
  /** Any object as one event. */
  chunk(chunk: unknown): void
  /** An `{ error }` event within the stream. */
  error(error: { message: string; code?: string | number; type?: string }): void
  /** Bytes as they are, for what no other call can say. */
  raw(bytes: string | Uint8Array): void
  /** The finish reason, usage where the client asked for it, `[DONE]`, and the end of the answer. */
  finish(reason?: string): void
  /** Ends the answer cleanly with nothing more: neither finish reason nor `[DONE]`. */
  end(): void
  /** Destroys the socket. */
  cut(): void
  /** Resolves when the answer is over: ended here, cut, or the client went away. */
  readonly closed: Promise<void>
}

const DEFAULT_USAGE: UpstreamUsage = { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 }

/** Starts an event stream as the answer to a request. */
export function openUpstreamStream(request: ReceivedRequest, outgoing: ServerResponse): UpstreamStream {
  const closed = new Promise<void>((resolve) => outgoing.once('close', resolve))
  let isUsageTold = false
  outgoing.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' })
  outgoing.flushHeaders()

  const chunk = (value: unknown) => void outgoing.write(`data: ${JSON.stringify(value)}\n\n`)
  const delta = (fields: object) =>
    chunk(toChunk(request.model, [{ index: 0, delta: fields, finish_reason: null }]))
  const usage = (counts: UpstreamUsage) => {
    isUsageTold = true
    chunk({ ...toChunk(request.model, []), usage: counts })
  }

  return {
    request,
    closed,
    chunk,
    usage,
    text: (text) => delta({ content: text }),
    reasoning: (text) => delta({ reasoning_content: text }),
    error: (error) => chunk({ error }),
    raw: (bytes) => void outgoing.write(bytes),
    finish: (reason = 'stop') => {
      chunk(toChunk(request.model, [{ index: 0, delta: {}, finish_reason: reason }]))
      if (!isUsageTold && request.body.stream_options?.include_usage === true) usage(DEFAULT_USAGE)
      outgoing.end('data: [DONE]\n\n')
    },
    end: () => void outgoing.end(),
    cut: () => void outgoing.socket?.destroy(),
  }
}

function toChunk(model: string, choices: object[]) {
  return { id: 'chatcmpl-scripted', object: 'chat.completion.chunk', created: 1_700_000_000, model, choices }
}
