import { createTokenBucket } from '@chatmore/api/server'
import { z } from 'zod'
import type { RawData, WebSocket } from 'ws'
import { closeSocket } from './close-socket.ts'
import type { FrameGuard } from './frame-guard.ts'
import { MAX_BUFFERED_BYTES } from './slow-reader.ts'

/** Each frame costs one, and one more for each piece of this size: large ones take long to read. */
const BYTES_A_TOKEN = 16 * 1024
const FRAME_RATE = { perSecond: 100, burst: 1000 }

const paramsSchema = z.object({
  method: z.literal('connectionParams'),
  data: z.record(z.string(), z.string()).nullish(),
})

type OnMessage = (data: RawData, isBinary: boolean) => void

export interface GuardedFrames {
  /** Whether the socket announced a first message that has not come. */
  awaitsParams(): boolean
}

/**
 * Puts the guard between a socket and tRPC's listener, which must be there already. What is let through arrives as it
 * was; the rest is answered here, or the socket is closed.
 */
export function guardFrames(client: WebSocket, guard: FrameGuard, announcesParams: boolean): GuardedFrames {
  const listeners = client.listeners('message') as OnMessage[]
  const hand = (data: Buffer) => listeners.forEach((listener) => listener.call(client, data, false))
  const bucket = createTokenBucket(FRAME_RATE)
  let awaitsParams = announcesParams

  /** Whether there is still someone to serve who does not send too much. */
  function isWelcome(bytes: number): boolean {
    if (client.readyState !== client.OPEN) return false
    const isTooMuch = bucket.take(performance.now(), 1 + Math.floor(bytes / BYTES_A_TOKEN)) > 0
    if (isTooMuch) closeSocket(client, 'policyViolation', 'too many frames')
    // Whoever sends and does not read is not read from either, until the answers have gone.
    else if (client.bufferedAmount > MAX_BUFFERED_BYTES) client.pause()
    return !isTooMuch
  }

  function takeParams(data: Buffer): void {
    awaitsParams = false
    if (paramsSchema.safeParse(parseJson(data)).success) hand(data)
    else closeSocket(client, 'policyViolation', 'malformed connection parameters')
  }

  function takeCalls(data: Buffer): void {
    const { passed, refused, offence } = guard.judge(data.toString())
    if (offence !== null) closeSocket(client, 'policyViolation', offence)
    for (const refusal of refused) client.send(JSON.stringify(refusal))
    if (passed.length > 0) hand(refused.length === 0 ? data : Buffer.from(JSON.stringify(passed)))
  }

  client.removeAllListeners('message')
  client.on('message', (data: Buffer, isBinary) => {
    if (!isWelcome(data.length)) return
    if (isBinary) closeSocket(client, 'policyViolation', 'binary frames are not understood')
    else if (isHeartbeat(data)) hand(data)
    else if (awaitsParams) takeParams(data)
    else takeCalls(data)
  })
  return { awaitsParams: () => awaitsParams }
}

/** The words that tRPC's clients ask and answer with whether the other side is there. */
function isHeartbeat(data: Buffer): boolean {
  return data.length === 4 && ['PING', 'PONG'].includes(data.toString())
}

function parseJson(data: Buffer): unknown {
  try {
    return JSON.parse(data.toString())
  } catch {
    return undefined
  }
}
