import { makeError } from '../call/make-error.ts'
import type { ChatEndpoint } from '../chat-request.ts'

const HEADER_SAFE = /^[\x21-\x7e]+$/

/** The headers of a call. Throws `KEY_REFUSED` for a key that a header cannot carry. */
export function toRequestHeaders({ apiKey, provider }: ChatEndpoint): Record<string, string> {
  return {
    'content-type': 'application/json',
    accept: 'text/event-stream, application/json',
    // Compression would hold tokens back.
    'accept-encoding': 'identity',
    'user-agent': 'ChatMore',
    ...toKeyHeader(apiKey?.trim() ?? '', provider),
  }
}

function toKeyHeader(key: string, provider: string): Record<string, string> {
  if (key === '') return {}
  if (!HEADER_SAFE.test(key))
    throw makeError('KEY_REFUSED', { detail: 'the key has characters that a header cannot carry' })
  return /^azure/i.test(provider.trim()) ? { 'api-key': key } : { authorization: `Bearer ${key}` }
}
