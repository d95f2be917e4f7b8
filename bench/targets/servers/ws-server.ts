import { createServer } from 'node:http'
import { WebSocketServer, type WebSocket } from 'ws'
import type { BenchEvent } from '../bench-event.ts'
import { toChatBody } from '../chat-body.ts'
import type { TurnOrder } from '../target.ts'
import { announce } from './announce.ts'
import { readAnswer } from './read-answer.ts'

/** The lower limit of fanning out: read by hand, kept in memory alone, one JSON text to each reader every 33 ms. */
const FLUSH_MS = 33
const url = new URL(`${process.argv[2]}/chat/completions`)

interface Reader {
  socket: WebSocket
  /** Each stream's text so far, and how much of it was sent. */
  texts: Map<number, { text: string; sent: number }>
  waiting: BenchEvent[]
  isDirty: boolean
}

const readers = new Set<Reader>()
setInterval(() => {
  for (const reader of readers) if (reader.isDirty) flush(reader)
}, FLUSH_MS)

const server = createServer()
new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (socket) => {
  const reader: Reader = { socket, texts: new Map(), waiting: [], isDirty: false }
  readers.add(reader)
  socket.on('close', () => readers.delete(reader))
  socket.on('message', (data: Buffer) => {
    const { streams, order } = JSON.parse(data.toString()) as { streams: number[]; order: TurnOrder }
    for (const stream of streams) follow(reader, stream, order)
  })
})
announce(server)

function follow(reader: Reader, stream: number, order: TurnOrder): void {
  const kept = { text: '', sent: 0 }
  reader.texts.set(stream, kept)
  readAnswer({
    url,
    body: toChatBody(stream, order),
    onText(text) {
      kept.text += text
      reader.isDirty = true
      if (kept.sent === 0) flush(reader)
    },
    onEnd() {
      reader.waiting.push({ type: 'end', stream })
      reader.isDirty = true
    },
  })
}

function flush(reader: Reader): void {
  const events: BenchEvent[] = []
  for (const [stream, kept] of reader.texts) {
    if (kept.sent === kept.text.length) continue
    events.push({ type: 'delta', stream, at: kept.sent, text: kept.text.slice(kept.sent) })
    kept.sent = kept.text.length
  }
  reader.socket.send(JSON.stringify({ events: [...events, ...reader.waiting] }))
  reader.waiting = []
  reader.isDirty = false
}
