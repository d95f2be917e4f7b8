import { makeError } from '../call/make-error.ts'
import type { ChatEndpoint } from '../chat-request.ts'

const HEADER_SAFE = /^[\x21-\x7e]+$/

/** The headers of a call. Throws `KEY_REFUSED` for a key that a header cannot carry. */
export function toRequestHeaders({ apiKey, provider, headers }: ChatEndpoint): Record<string, string> {
  return {
    'content-type': 'application/json',
    accept: 'text/event-stream, application/json',
    // Compression would hold tokens back.
    'accept-encoding': 'identity',
    'user-agent': 'ChatMore',
    ...toExtraHeaders(headers),
    ...toKeyHeader(apiKey?.trim() ?? '', provider),
  }
}

/** Names in lower case, so that they take the place of the usual ones. */
function toExtraHeaders(headers: ChatEndpoint['headers'] = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

function toKeyHeader(key: string, provider: string): Record<string, string> {
  if (key === '') return {}
  if (!HEADER_SAFE.test(key))
    throw makeError('KEY_REFUSED', { detail: 'the key has characters that a header cannot carry' })
  return /^azure/i.test(provider.trim()) ? { 'api-key': key } : { authorization: `Bearer ${key}` }
}
