/** Why a body is not read, by its HTTP status. */
export interface BodyRefusal {
  status: 400 | 408 | 413 | 415
  message: string
}

const MEGABYTE = 1024 * 1024

export const tooSlow: BodyRefusal = { status: 408, message: 'the request came too slowly' }
export const cutOff: BodyRefusal = { status: 400, message: 'the request was cut off' }

export const isTooLarge = (bytes: number, mostMegabytes: number) => bytes > mostMegabytes * MEGABYTE

export function tooLarge(mostMegabytes: number): BodyRefusal {
  return { status: 413, message: `the request is larger than ${mostMegabytes} MB` }
}

/** What a request's headers say against reading it: it is to be JSON, not compressed and of bounded size. */
export function judgeHeaders(
  read: (name: string) => string | null | undefined,
  mostMegabytes: number,
): BodyRefusal | null {
  if (!/^application\/json\s*(;|$)/i.test(read('content-type') ?? '')) {
    return { status: 415, message: 'the content type is not application/json' }
  }
  if (!/^(identity)?$/i.test(read('content-encoding') ?? '')) {
    return { status: 415, message: 'compressed requests are not understood' }
  }
  return isTooLarge(Number(read('content-length') ?? 0), mostMegabytes) ? tooLarge(mostMegabytes) : null
}

/** The text of a body, or why it is none. */
export function decodeBody(bytes: Buffer): string | BodyRefusal {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return { status: 400, message: 'the request is not valid UTF-8' }
  }
}
