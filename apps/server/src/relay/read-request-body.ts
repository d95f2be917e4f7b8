import type { IncomingMessage } from 'node:http'

/** Images are sent as text within the request. */
const MAX_BODY_BYTES = 32 * 1024 * 1024

/** Why a body was not read, by its HTTP status. */
export interface BodyRefusal {
  status: 400 | 408 | 413 | 415
  message: string
}

/** Reads a posted body as text within so many milliseconds, or tells why it cannot be read. */
export function readRequestBody(incoming: IncomingMessage, withinMs: number): Promise<string | BodyRefusal> {
  const early = findRefusal(incoming)
  if (early) return Promise.resolve(early)
  return new Promise((resolve) => {
    const pieces: Buffer[] = []
    let length = 0
    const settle = (outcome: string | BodyRefusal) => {
      clearTimeout(timer)
      incoming.off('data', onData).off('end', onEnd).off('close', onCut)
      resolve(outcome)
    }
    const onData = (piece: Buffer) => {
      pieces.push(piece)
      length += piece.length
      if (length > MAX_BODY_BYTES) settle(tooLarge)
    }
    const onEnd = () => settle(decode(Buffer.concat(pieces)))
    const onCut = () => settle({ status: 400, message: 'the request was cut off' })
    const timer = setTimeout(() => settle({ status: 408, message: 'the request came too slowly' }), withinMs)
    incoming.on('data', onData).on('end', onEnd).on('close', onCut)
  })
}

const tooLarge: BodyRefusal = { status: 413, message: 'the request is larger than 32 MB' }

function findRefusal({ headers }: IncomingMessage): BodyRefusal | null {
  if (!/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '')) {
    return { status: 415, message: 'the content type is not application/json' }
  }
  if (!/^(identity)?$/i.test(headers['content-encoding'] ?? '')) {
    return { status: 415, message: 'compressed requests are not understood' }
  }
  return Number(headers['content-length'] ?? 0) > MAX_BODY_BYTES ? tooLarge : null
}

function decode(bytes: Buffer): string | BodyRefusal {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return { status: 400, message: 'the request is not valid UTF-8' }
  }
}
