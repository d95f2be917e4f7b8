import { CHUNK_BYTES, cycleEvents, toPlace, tokensToEnd } from './script.ts'

const head = `${CHUNK_BYTES.toString(16)}\r\n`
const FRAME_BYTES = head.length + CHUNK_BYTES + 2

/** The script's events, each as a chunk of a chunked HTTP body, made once: a write is a slice of this. */
const frames = Buffer.concat(
  Array.from({ length: cycleEvents.length / CHUNK_BYTES }, (_, index) => [
    Buffer.from(head),
    cycleEvents.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES),
    Buffer.from('\r\n'),
  ]).flat(),
)

export const responseHead = Buffer.from(
  'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n',
)

/** The frames of so many tokens in a row, or of fewer where the cycle ends. */
export function sliceFrames(
  answer: { start: number; written: number },
  count: number,
): { bytes: Buffer; count: number } {
  const place = toPlace(answer.start, answer.written)
  const taken = Math.min(count, tokensToEnd(place))
  return { bytes: frames.subarray(place * FRAME_BYTES, (place + taken) * FRAME_BYTES), count: taken }
}

/** How an answer ends: finish reason, usage, `[DONE]`, and the end of the body. */
export function toEnding(tokens: number): Buffer {
  const finish = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }
  const usage = {
    choices: [],
    usage: { prompt_tokens: 20, completion_tokens: tokens, total_tokens: 20 + tokens },
  }
  const text = `data: ${JSON.stringify(finish)}\n\ndata: ${JSON.stringify(usage)}\n\ndata: [DONE]\n\n`
  return Buffer.from(`${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`)
}
