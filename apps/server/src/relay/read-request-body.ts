import type { IncomingMessage } from 'node:http'
import {
  cutOff,
  decodeBody,
  isTooLarge,
  judgeHeaders,
  tooLarge,
  tooSlow,
  type BodyRefusal,
} from '../http/body-rules.ts'

/** Images are sent as text within the request. */
const MOST_MEGABYTES = 32

/** Reads a posted body as text within so many milliseconds, or tells why it cannot be read. */
export function readRequestBody(incoming: IncomingMessage, withinMs: number): Promise<string | BodyRefusal> {
  const early = judgeHeaders((name) => incoming.headers[name] as string | undefined, MOST_MEGABYTES)
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
      if (isTooLarge(length, MOST_MEGABYTES)) settle(tooLarge(MOST_MEGABYTES))
    }
    const onEnd = () => settle(decodeBody(Buffer.concat(pieces)))
    const onCut = () => settle(cutOff)
    const timer = setTimeout(() => settle(tooSlow), withinMs)
    incoming.on('data', onData).on('end', onEnd).on('close', onCut)
  })
}
