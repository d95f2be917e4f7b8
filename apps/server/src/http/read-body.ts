import type { MiddlewareHandler } from 'hono'
import type { HostError } from '../error-shape.ts'
import { withTimeout } from '../with-timeout.ts'
import { errorResponse } from './error-response.ts'

const MAX_BODY_BYTES = 1024 * 1024

/**
 * Reads what is posted before anyone else does: JSON in UTF-8, not compressed, of bounded size and within so many
 * milliseconds; else it is refused.
 */
export function readBody(withinMs: number): MiddlewareHandler {
  return async (context, next) => {
    const { raw, method } = context.req
    if (method !== 'POST') return next()
    const refusal = findRefusal(raw.headers)
    if (refusal !== null) return errorResponse(refusal)
    const body = readAtMost(raw.body, MAX_BODY_BYTES).catch(() => invalid(400, 'the request was cut off'))
    const bytes = await withTimeout(body, withinMs).catch(() => tooSlow)
    if (!Buffer.isBuffer(bytes)) return refuse(bytes)
    const text = decode(bytes)
    if (text === null) return errorResponse(invalid(400, 'the request is not valid UTF-8'))
    const { url, headers, signal } = raw
    context.req.raw = new Request(url, { method, headers, signal, body: text })
    return next()
  }
}

/** What is still to come of a slow request nobody waits for. */
function refuse(error: HostError): Response {
  const response = errorResponse(error)
  if (error === tooSlow) response.headers.set('connection', 'close')
  return response
}

function findRefusal(headers: Headers): HostError | null {
  if (!/^application\/json\s*(;|$)/i.test(headers.get('content-type') ?? '')) {
    return invalid(415, 'the content type is not application/json')
  }
  if (!/^(identity)?$/i.test(headers.get('content-encoding') ?? '')) {
    return invalid(415, 'compressed requests are not understood')
  }
  return Number(headers.get('content-length') ?? 0) > MAX_BODY_BYTES ? tooLarge : null
}

async function readAtMost(body: Request['body'], most: number): Promise<Buffer | HostError> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.byteLength
    if (size > most) return tooLarge
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function decode(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

const tooSlow: HostError = {
  status: 408,
  appError: { code: 'INVALID_INPUT' },
  message: 'the request came too slowly',
}

const tooLarge: HostError = {
  status: 413,
  appError: { code: 'TOO_LARGE' },
  message: 'the request is larger than 1 MB',
}

function invalid(status: 400 | 415, message: string): HostError {
  return { status, appError: { code: 'INVALID_INPUT' }, message }
}
