import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { monotonicClock, type Clock } from '../clock.ts'
import { isRecord } from '../is-record.ts'
import { toDemoMessage } from './demo-message.ts'
import { demoModels } from './demo-models.ts'
import { writeAnswer, type DemoRequest } from './write-answer.ts'

/** A running demo upstream. */
export interface DemoUpstream {
  /** The API base, `/v1` included. */
  url: string
  close(): Promise<void>
}

const MAX_BODY_BYTES = 32 * 1024 * 1024

/** Starts the demo upstream, a server in the OpenAI format, on a free loopback port. */
export async function startDemoUpstream({
  clock = monotonicClock,
}: { clock?: Clock } = {}): Promise<DemoUpstream> {
  const server = createServer((incoming, outgoing) => {
    outgoing.on('error', () => undefined)
    answer(incoming, outgoing, clock).catch(() => outgoing.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function answer(incoming: IncomingMessage, outgoing: ServerResponse, clock: Clock): Promise<void> {
  const path = (incoming.url ?? '').replace(/\?.*$/, '')
  if (incoming.method === 'GET' && path === '/v1/models') return sendJson(outgoing, 200, listModels())
  if (incoming.method !== 'POST' || path !== '/v1/chat/completions') {
    return refuse(outgoing, 404, {
      message: `There is no ${incoming.method} ${path} here.`,
      code: 'not_found',
    })
  }
  const request = parseRequest(await readBody(incoming))
  if (typeof request === 'string') return refuse(outgoing, 400, { message: request, code: 'invalid_request' })
  if (!demoModels.some(({ model }) => model === request.model)) {
    return refuse(outgoing, 404, {
      message: `There is no model ${request.model} here.`,
      code: 'model_not_found',
    })
  }
  writeAnswer(request, outgoing, clock)
}

function listModels() {
  return {
    object: 'list',
    data: demoModels.map(({ model }) => ({
      id: model,
      object: 'model',
      created: 0,
      owned_by: 'chatmore-demo',
    })),
  }
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  let length = 0
  for await (const piece of incoming as AsyncIterable<Buffer>) {
    length += piece.length
    if (length > MAX_BODY_BYTES) throw new Error('the body is too large')
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

/** The request, or a sentence that says what is wrong with it. */
function parseRequest(json: string): DemoRequest | string {
  const body = parseJson(json)
  if (!isRecord(body)) return 'The body is not a JSON object.'
  if (typeof body.model !== 'string') return 'model is not a text.'
  const messages = Array.isArray(body.messages) ? body.messages.map(toDemoMessage) : [null]
  if (!messages.every((message) => message !== null)) {
    return 'messages is not a list of messages with role and content.'
  }
  const streamOptions = isRecord(body.stream_options) ? body.stream_options : {}
  return {
    model: body.model,
    messages,
    isStream: body.stream === true,
    hasUsage: streamOptions.include_usage === true,
    maxTokens: typeof body.max_tokens === 'number' ? Math.max(1, body.max_tokens) : Infinity,
  }
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}

function refuse(outgoing: ServerResponse, status: number, error: { message: string; code: string }): void {
  sendJson(outgoing, status, { error: { ...error, type: 'invalid_request_error' } })
}

function sendJson(outgoing: ServerResponse, status: number, body: object): void {
  outgoing.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
}
