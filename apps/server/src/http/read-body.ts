import type { MiddlewareHandler } from 'hono'
import type { HostError } from '../error-shape.ts'
import { errorResponse } from './error-response.ts'

const MAX_BODY_BYTES = 1024 * 1024

/** Reads what is posted before anyone else does: JSON in UTF-8, not compressed and of bounded size; else it is refused. */
export const readBody: MiddlewareHandler = async (context, next) => {
  const { raw, method } = context.req
  if (method !== 'POST') return next()
  const refusal = findRefusal(raw.headers)
  if (refusal !== null) return errorResponse(refusal)
  const bytes = await readAtMost(raw.body, MAX_BODY_BYTES).catch(() => 'cutOff' as const)
  if (bytes === 'cutOff') return errorResponse(invalid(400, 'the request was cut off'))
  if (bytes === null) return errorResponse(tooLarge)
  const text = decode(bytes)
  if (text === null) return errorResponse(invalid(400, 'the request is not valid UTF-8'))
  const { url, headers, signal } = raw
  context.req.raw = new Request(url, { method, headers, signal, body: text })
  return next()
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

async function readAtMost(body: Request['body'], most: number): Promise<Buffer | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.byteLength
    if (size > most) return null
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

const tooLarge: HostError = {
  status: 413,
  appError: { code: 'TOO_LARGE' },
  message: 'the request is larger than 1 MB',
}

function invalid(status: 400 | 415, message: string): HostError {
  return { status, appError: { code: 'INVALID_INPUT' }, message }
}
