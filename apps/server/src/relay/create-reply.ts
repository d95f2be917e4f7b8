import type { ServerResponse } from 'node:http'
import type { RelayRefusal, RelayReply } from '@chatmore/api/server'

/** Something between may hold back what it does not know to be a stream, or cut one that says nothing for a minute. */
const KEEP_ALIVE_MS = 15_000

/** An empty chunk: a comment line is more than some clients can read. */
const EMPTY_CHUNK = `data: ${JSON.stringify({
  id: 'chatmore-keep-alive',
  object: 'chat.completion.chunk',
  created: 0,
  model: '',
  choices: [],
})}\n\n`

/** Writes a relayed answer as it comes, no faster than it is read. */
export function createReply(outgoing: ServerResponse): RelayReply {
  let endsEvent = true
  let heardAt = 0
  let timer: NodeJS.Timeout | undefined
  let flow: Parameters<RelayReply['open']>[1] | null = null

  function keepAlive(): void {
    const isSilent = performance.now() - heardAt >= KEEP_ALIVE_MS / 2
    if (isSilent && endsEvent && !outgoing.writableNeedDrain) outgoing.write(EMPTY_CHUNK)
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
      timer = setInterval(keepAlive, KEEP_ALIVE_MS / 2)
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
