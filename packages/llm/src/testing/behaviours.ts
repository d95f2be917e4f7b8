import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { ReceivedRequest } from './received-request.ts'
import { openUpstreamStream, type UpstreamStream, type UpstreamUsage } from './upstream-stream.ts'

/** One request together with the means to answer it. */
export interface Exchange {
  request: ReceivedRequest
  outgoing: ServerResponse
  /** Hands a stream to the test that waits, or will wait, in `nextStream`. */
  offer(stream: UpstreamStream): void
}

/** What the scripted upstream does with a request. */
export interface Behaviour {
  kind: 'answer' | 'controlled' | 'echo' | 'hang' | 'raw' | 'refuse' | 'wire'
  run(exchange: Exchange): void
}

export interface AnswerScript {
  /** The pieces of the answer, a chunk each. */
  text?: string[]
  /** The pieces of the reasoning, sent before the text. */
  reasoning?: string[]
  finishReason?: string
  usage?: UpstreamUsage
}

export interface RefusalScript {
  status: number
  /** An object is sent as JSON, a string as it is. */
  body?: unknown
  headers?: OutgoingHttpHeaders
}

export interface RawScript {
  status?: number
  headers?: OutgoingHttpHeaders
  body: string | Uint8Array
}

export interface WireScript {
  /** All that goes over the socket, status line included; each piece is a write of its own. */
  pieces: (string | Uint8Array)[]
  /** What becomes of the connection then: closed, reset, or held open. */
  then: 'close' | 'reset' | 'hold'
}

/** Answers at once with the given pieces, as a stream, or as one JSON body where no stream was asked. */
export function answer(script: AnswerScript | string[]): Behaviour {
  const whole = Array.isArray(script) ? { text: script } : script
  return { kind: 'answer', run: (exchange) => play(exchange, whole) }
}

/** Answers `<model> saw <n> messages: <content of the last>` in several pieces. */
export function echo(): Behaviour {
  return {
    kind: 'echo',
    run: (exchange) => {
      const { model, body } = exchange.request
      const last = body.messages.at(-1)?.content ?? ''
      const words = `${model} saw ${body.messages.length} messages: ${last}`.match(/\s*\S+/g) ?? []
      play(exchange, { text: words })
    },
  }
}

/** Leaves the answer to the test: see `ScriptedUpstream.nextStream`. */
export function controlled(): Behaviour {
  return {
    kind: 'controlled',
    run: (exchange) => exchange.offer(openUpstreamStream(exchange.request, exchange.outgoing)),
  }
}

/** Answers with an error status. */
export function refuse(script: RefusalScript): Behaviour {
  const isText = typeof script.body === 'string'
  return {
    kind: 'refuse',
    run: ({ outgoing }) => {
      outgoing.writeHead(script.status, {
        'content-type': isText ? 'text/plain' : 'application/json',
        ...script.headers,
      })
      outgoing.end(isText ? script.body : JSON.stringify(script.body ?? { error: { message: 'refused' } }))
    },
  }
}

/** Accepts the request and says nothing, not even a status. */
export function hang(): Behaviour {
  return { kind: 'hang', run: () => undefined }
}

/** Answers with exactly these bytes. */
export function raw(script: RawScript): Behaviour {
  return {
    kind: 'raw',
    run: ({ outgoing }) => {
      outgoing.writeHead(script.status ?? 200, { 'content-type': 'text/event-stream', ...script.headers })
      outgoing.end(script.body)
    },
  }
}

/** Writes to the bare socket, for what an HTTP server would not send. */
export function wire({ pieces, then }: WireScript): Behaviour {
  return {
    kind: 'wire',
    run: ({ outgoing }) => {
      const { socket } = outgoing
      if (!socket) return
      socket.setNoDelay(true)
      const left = [...pieces]
      const writeNext = () => {
        const piece = left.shift()
        if (piece !== undefined) socket.write(piece, () => setImmediate(writeNext))
        else if (then === 'close') socket.end()
        else if (then === 'reset') socket.resetAndDestroy()
      }
      writeNext()
    },
  }
}

/** Each request gets the next behaviour; the last one stays. */
export function inTurn(first: Behaviour, ...rest: Behaviour[]): Behaviour {
  const left = [first, ...rest]
  const isControlled = left.some((behaviour) => behaviour.kind === 'controlled')
  return {
    kind: isControlled ? 'controlled' : first.kind,
    run: (exchange) => {
      const behaviour = left.length > 1 ? left.shift() : left[0]
      behaviour?.run(exchange)
    },
  }
}

function play({ request, outgoing }: Exchange, script: AnswerScript): void {
  if (request.body.stream !== true) {
    outgoing.writeHead(200, { 'content-type': 'application/json' })
    outgoing.end(JSON.stringify(toCompletion(request.model, script)))
    return
  }
  const stream = openUpstreamStream(request, outgoing)
  for (const text of script.reasoning ?? []) stream.reasoning(text)
  for (const text of script.text ?? []) stream.text(text)
  if (script.usage) stream.usage(script.usage)
  stream.finish(script.finishReason)
}

function toCompletion(model: string, script: AnswerScript) {
  const message = {
    role: 'assistant',
    content: (script.text ?? []).join(''),
    ...(script.reasoning && { reasoning_content: script.reasoning.join('') }),
  }
  return {
    id: 'chatcmpl-scripted',
    object: 'chat.completion',
    created: 1_700_000_000,
    model,
    choices: [{ index: 0, message, finish_reason: script.finishReason ?? 'stop' }],
    usage: script.usage ?? { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 },
  }
}
