import type { MiddlewareHandler } from 'hono'
import { withTimeout } from '../with-timeout.ts'
import {
  cutOff,
  decodeBody,
  isTooLarge,
  judgeHeaders,
  tooLarge,
  tooSlow,
  type BodyRefusal,
} from './body-rules.ts'
import { errorResponse } from './error-response.ts'

const MOST_MEGABYTES = 1

/**
 * Reads what is posted before anyone else does: JSON in UTF-8, not compressed, of bounded size and within so many
 * milliseconds; else it is refused.
 */
export function readBody(withinMs: number): MiddlewareHandler {
  return async (context, next) => {
    const { raw, method } = context.req
    if (method !== 'POST') return next()
    const refusal = judgeHeaders((name) => raw.headers.get(name), MOST_MEGABYTES)
    if (refusal !== null) return refuse(refusal)
    const body = readAtMost(raw.body).catch(() => cutOff)
    const bytes = await withTimeout(body, withinMs).catch(() => tooSlow)
    if (!Buffer.isBuffer(bytes)) return refuse(bytes)
    const text = decodeBody(bytes)
    if (typeof text !== 'string') return refuse(text)
    const { url, headers, signal } = raw
    context.req.raw = new Request(url, { method, headers, signal, body: text })
    return next()
  }
}

/** What is still to come of a slow request nobody waits for. */
function refuse(refusal: BodyRefusal): Response {
  const code = refusal.status === 413 ? 'TOO_LARGE' : 'INVALID_INPUT'
  const response = errorResponse({ ...refusal, appError: { code } })
  if (refusal === tooSlow) response.headers.set('connection', 'close')
  return response
}

async function readAtMost(body: Request['body']): Promise<Buffer | BodyRefusal> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.byteLength
    if (isTooLarge(size, MOST_MEGABYTES)) return tooLarge(MOST_MEGABYTES)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
