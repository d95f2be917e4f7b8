import type { ServerResponse } from 'node:http'
import type { RelayRefusal, RelayReply } from '@chatmore/api/server'

/** Something between may hold back what it does not know to be a stream, or cut one that says nothing for a minute. */
const KEEP_ALIVE_MS = 15_000
const LOOK_MS = 1000

/** An empty chunk: a comment line is more than some clients can read. */
const EMPTY_CHUNK = `data: ${JSON.stringify({
  id: 'chatmore-keep-alive',
  object: 'chat.completion.chunk',
  created: 0,
  model: '',
  choices: [],
})}\n\n`

/** Writes a relayed answer as it comes, no faster than it is read. `isChat`: empty chunks keep a silent stream alive. */
export function createReply(outgoing: ServerResponse, isChat: boolean): RelayReply {
  let endsEvent = true
  let heardAt = performance.now()
  let timer: NodeJS.Timeout | undefined
  let flow: Parameters<RelayReply['open']>[1] | null = null

  function keepAlive(): void {
    const isSilent = performance.now() - heardAt >= KEEP_ALIVE_MS
    if (!isSilent || !endsEvent || outgoing.writableNeedDrain) return
    heardAt = performance.now()
    outgoing.write(EMPTY_CHUNK)
  }
  outgoing.on('drain', () => flow?.resume())
  outgoing.on('close', () => clearInterval(timer))

  return {
    open({ status, contentType }, given) {
      flow = given
      const isStream = contentType.toLowerCase().startsWith('text/event-stream')
      outgoing.writeHead(status, {
        'content-type': contentType,
        ...(isStream && { 'x-accel-buffering': 'no' }),
      })
      if (!isStream) return
      outgoing.flushHeaders()
      if (isChat) timer = setInterval(keepAlive, LOOK_MS)
    },
    write(bytes) {
      heardAt = performance.now()
      endsEvent = bytes.length > 1 && bytes[bytes.length - 1] === 10 && isLineEnd(bytes)
      if (!outgoing.write(bytes)) flow?.pause()
    },
    end() {
      clearInterval(timer)
      outgoing.end()
    },
    refuse(refusal) {
      clearInterval(timer)
      // Half an answer must not look whole.
      if (outgoing.headersSent) outgoing.destroy()
      else writeRefusal(outgoing, refusal)
    },
  }
}

function isLineEnd(bytes: Buffer): boolean {
  const before = bytes[bytes.length - 2]
  return before === 10 || (before === 13 && bytes[bytes.length - 3] === 10)
}

export function writeRefusal(
  outgoing: ServerResponse,
  { status, contentType, text, retryAfter }: RelayRefusal,
): void {
  outgoing.writeHead(status, {
    'content-type': contentType,
    ...(retryAfter !== null && { 'retry-after': retryAfter }),
  })
  outgoing.end(text)
}
