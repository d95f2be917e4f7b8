import { pipeline } from 'node:stream'
import type { Dispatcher } from 'undici'
import { readModelList } from '../answer/read-model-list.ts'
import type { ChatEndpoint } from '../chat-request.ts'
import { toModelsUrl } from '../request/to-models-url.ts'
import { toRequestHeaders } from '../request/to-request-headers.ts'
import { toConnectionError } from './connection-error.ts'
import { createDecompressor, readEncoding } from './decode-body.ts'
import { hideKey, secretsOf, withoutKey } from './hide-key.ts'
import { makeError } from './make-error.ts'
import { toRefusal, type ResponseHead } from './response-sink.ts'

const MAX_LIST_BYTES = 4 * 1024 * 1024

/** Asks an endpoint for the names of its models. Rejects with an `LlmError`, or with the signal's reason. */
export async function requestModels(
  dispatcher: Dispatcher,
  endpoint: ChatEndpoint,
  signal: AbortSignal,
): Promise<string[]> {
  const url = new URL(toModelsUrl(endpoint.apiBase, endpoint.options?.apiVersion))
  const { accept: _accept, 'content-type': _type, ...headers } = toRequestHeaders(endpoint)
  const path = url.pathname + url.search
  try {
    const {
      statusCode,
      headers: answered,
      body,
    } = await dispatcher.request({
      origin: url.origin,
      path,
      method: 'GET',
      headers: { ...headers, accept: 'application/json' },
      signal,
    })
    const decompressor = createDecompressor(readEncoding(answered))
    const text = await readText(decompressor ? pipeline(body, decompressor, () => undefined) : body)
    return readList({ status: statusCode, headers: answered }, hideKey(text, secretsOf(endpoint)))
  } catch (error) {
    signal.throwIfAborted()
    throw withoutKey(toConnectionError(error, false), secretsOf(endpoint))
  }
}

async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of body) {
    pieces.push(piece)
    length += piece.length
    if (length > MAX_LIST_BYTES) throw makeError('BAD_RESPONSE', { detail: 'the list of models is too long' })
  }
  return Buffer.concat(pieces).toString('utf8').trim()
}

function readList(head: ResponseHead, text: string): string[] {
  const { status } = head
  if (status >= 300 && status < 400) throw makeError('REDIRECT', { status, detail: `HTTP ${status}` })
  if (status >= 400 || text.startsWith('<')) throw toRefusal(head, text)
  const names = readModelList(parseJson(text))
  if (!names) throw makeError('BAD_RESPONSE', { status, detail: 'the body is no list of models' })
  return names
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
