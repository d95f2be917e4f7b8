import type { ServerResponse } from 'node:http'
import type { RelayRefusal, RelayReply } from '@chatmore/api/server'
import { createBody } from './create-body.ts'
import { keepAlive, type KeptStream } from './keep-alive.ts'

/** Writes a relayed answer as it comes, no faster than it is read. `isChat`: empty chunks keep a silent stream alive. */
export function createReply(outgoing: ServerResponse, isChat: boolean): RelayReply {
  let body: ReturnType<typeof createBody> | null = null
  let last: Buffer | null = null
  let leaveAlone = () => {}
  let flow: Parameters<RelayReply['open']>[1] | null = null
  const stream: KeptStream = {
    looks: 0,
    isReady: () => endsEvent(last) && !outgoing.writableNeedDrain,
    write: (text) => void body?.write(Buffer.from(text)),
  }
  outgoing.on('drain', () => flow?.resume())
  outgoing.on('close', () => leaveAlone())

  return {
    open({ status, contentType }, given) {
      flow = given
      const isStream = contentType.toLowerCase().startsWith('text/event-stream')
      outgoing.writeHead(status, {
        'content-type': contentType,
        ...(isStream && { 'x-accel-buffering': 'no' }),
      })
      body = createBody(outgoing)
      if (!isStream) return
      outgoing.flushHeaders()
      if (isChat) leaveAlone = keepAlive(stream)
    },
    write(bytes) {
      stream.looks = 0
      last = bytes
      if (!body?.write(bytes)) flow?.pause()
    },
    end() {
      leaveAlone()
      body?.end()
    },
    refuse(refusal) {
      leaveAlone()
      // Half an answer must not look whole.
      if (outgoing.headersSent) outgoing.destroy()
      else writeRefusal(outgoing, refusal)
    },
  }
}

/** Nothing is put into the midst of an event. */
function endsEvent(bytes: Buffer | null): boolean {
  return bytes === null || (bytes.length > 1 && bytes[bytes.length - 1] === 10 && isLineEnd(bytes))
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
