import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import {
  describeRelay,
  type Api,
  type Connection,
  type RecordRequest,
  type RelayRefusal,
} from '@chatmore/api/server'
import type { Logger } from 'pino'
import type { ReadClientAddress } from '../client-address.ts'
import { headersOfData } from '../http/security-headers.ts'
import { toRequestId } from '../request-id.ts'
import { toHeaders } from '../socket/to-headers.ts'
import { createReply, writeRefusal } from './create-reply.ts'
import { readRequestBody } from './read-request-body.ts'

export interface RelayOptions {
  api: Api
  log: Logger
  readClientAddress: ReadClientAddress
  publicUrl: string
  /** A request with its body, in milliseconds. */
  requestWithin: number
}

const PREFIX = '/v1/'
const DESCRIPTION = 'openapi.json'
const SESSION_HEADER = 'x-chatmore-session'
const CALLS = ['chat/completions', 'embeddings', 'responses'] as const
type CallPath = (typeof CALLS)[number]

const isCall = (path: string): path is CallPath => CALLS.some((each) => each === path)

/** Whether a request is the relay's: what is below `/v1` looks like OpenAI's API, errors included. */
export function isForRelay(url: string | undefined): boolean {
  return url === '/v1' || (url?.startsWith(PREFIX) ?? false)
}

/**
 * Serves the relay by Node's own streams, which bytes go through at half the cost of the web's. Neither cookies nor other
 * origins: it is for programs with a key.
 */
export function serveRelay(options: RelayOptions): RequestListener {
  const { api, log, readClientAddress, requestWithin, publicUrl } = options
  const headers = Object.entries({ ...headersOfData(publicUrl), 'cache-control': 'no-store' })
  return (incoming, outgoing) => {
    const requestId = toRequestId(incoming.headers['x-request-id'] as string | undefined)
    const startedAt = performance.now()
    outgoing.setHeader('x-request-id', requestId)
    for (const [name, value] of headers) outgoing.setHeader(name, value)
    outgoing.on('close', () => {
      const durationMs = Math.round(performance.now() - startedAt)
      log.debug({ requestId, path: toPath(incoming), status: outgoing.statusCode, durationMs }, 'relayed')
    })
    const connection: Connection = {
      headers: toHeaders(incoming),
      connectionParams: null,
      ip: readClientAddress(incoming.socket.remoteAddress, String(incoming.headers['x-forwarded-for'] ?? '')),
      requestId,
    }
    answer({ api, connection, requestWithin, publicUrl }, incoming, outgoing).catch((error: unknown) => {
      log.error({ requestId, error }, 'request failed unexpectedly')
      outgoing.destroy()
    })
  }
}

interface Parts {
  api: Api
  connection: Connection
  requestWithin: number
  publicUrl: string
}

async function answer(parts: Parts, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const path = toPath(incoming).slice(PREFIX.length)
  const method = isCall(path) ? 'POST' : path === DESCRIPTION || /^models(\/|$)/.test(path) ? 'GET' : null
  if (method === null) {
    return refuse(outgoing, { status: 404, message: 'there is nothing at this address', code: 'not_found' })
  }
  if (incoming.method !== method) {
    return refuse(outgoing, { status: 405, message: `this address is asked by ${method}` })
  }
  if (path === DESCRIPTION) return writeJson(outgoing, describeRelay(parts.publicUrl))
  return isCall(path)
    ? call(parts, path, { incoming, outgoing })
    : listModels(parts, path.slice('models/'.length), outgoing)
}

async function listModels({ api, connection }: Parts, part: string, outgoing: ServerResponse) {
  const models = await api.listRelayModels(connection)
  if ('status' in models) return writeRefusal(outgoing, models)
  if (part === '') return writeJson(outgoing, { object: 'list', data: models })
  const name = decode(part)
  const found = models.find(({ id }) => id === name || id === part)
  if (found) return writeJson(outgoing, found)
  return refuse(outgoing, {
    status: 404,
    message: 'there is no such model for this key',
    code: 'model_not_found',
  })
}

/** As clients write names into addresses: some leave slashes and the like as they are. */
function decode(part: string): string | null {
  try {
    return decodeURIComponent(part)
  } catch {
    return null
  }
}

interface Exchange {
  incoming: IncomingMessage
  outgoing: ServerResponse
}

async function call(
  { api, connection, requestWithin }: Parts,
  path: CallPath,
  { incoming, outgoing }: Exchange,
) {
  const controller = new AbortController()
  outgoing.on('close', () => {
    // It closes as well once the answer is sent.
    if (!outgoing.writableFinished) controller.abort(new Error('the caller has left'))
  })
  const readBody = async () => {
    const body = await readRequestBody(incoming, requestWithin)
    if (typeof body === 'string') return body
    // What is still to come of it nobody reads.
    outgoing.setHeader('connection', 'close')
    return toRefusal(body)
  }
  const reply = createReply(outgoing, path === 'chat/completions')
  const record = toRecordRequest(incoming, outgoing)
  await api.relay(connection, { path, readBody, signal: controller.signal, record }, reply)
}

/** Told by the same header in which session the answer is. */
function toRecordRequest({ headers }: IncomingMessage, outgoing: ServerResponse): RecordRequest | undefined {
  const session = headers[SESSION_HEADER]
  if (session === undefined) return undefined
  const tell = (sessionId: string) => {
    outgoing.setHeader(SESSION_HEADER, sessionId)
    outgoing.setHeader('access-control-expose-headers', SESSION_HEADER)
  }
  return { session: String(session).trim(), tell }
}

function toPath({ url = '/' }: IncomingMessage): string {
  const end = url.indexOf('?')
  return end < 0 ? url : url.slice(0, end)
}

function writeJson(outgoing: ServerResponse, value: object): void {
  outgoing.writeHead(200, { 'content-type': 'application/json' })
  outgoing.end(JSON.stringify(value))
}

interface Problem {
  status: number
  message: string
  code?: string
}

function refuse(outgoing: ServerResponse, problem: Problem): void {
  writeRefusal(outgoing, toRefusal(problem))
}

function toRefusal({ status, message, code = 'invalid_request' }: Problem): RelayRefusal {
  const text = JSON.stringify({ error: { message, type: 'invalid_request_error', param: null, code } })
  return { status, contentType: 'application/json', retryAfter: null, text }
}
