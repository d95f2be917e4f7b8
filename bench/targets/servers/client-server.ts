import { createLlmClient } from '@chatmore/llm'
import { createServer } from 'node:http'
import { isAsScripted, TOKEN_LENGTH, toStart } from '../../load/script.ts'
import { toStreamText, toTurnText } from '../../load/order.ts'
import { toChatBody } from '../chat-body.ts'
import type { TurnOrder } from '../target.ts'
import { announce } from './announce.ts'
import { readAnswer } from './read-answer.ts'

/** Reads answers by one of two clients and does nothing with them but compare them with the script. */
const [, , apiBase = '', kind] = process.argv
const url = new URL(`${apiBase}/chat/completions`)
const llm = createLlmClient({ addressPolicy: { allowPrivate: true } })
const timeouts = { connectMs: 10_000, firstTokenMs: 60_000, idleMs: 60_000, totalMs: 600_000 }

type Take = (text: string) => void

const clients: Record<string, (stream: number, order: TurnOrder, take: Take) => Promise<unknown>> = {
  'node:http': (stream, order, take) =>
    new Promise<void>((onEnd) => readAnswer({ url, body: toChatBody(stream, order), onText: take, onEnd })),
  'packages/llm': (stream, order, take) => {
    const messages = [
      { role: 'system' as const, content: toStreamText(stream) },
      { role: 'user' as const, content: toTurnText(order) },
    ]
    const endpoint = { apiBase, model: 'bench', apiKey: null, provider: 'custom' }
    const options = {
      signal: new AbortController().signal,
      onDelta: (_channel: unknown, text: string) => take(text),
    }
    return llm.complete({ endpoint, messages, params: {}, timeouts }, options)
  },
}

const server = createServer((incoming, outgoing) => {
  const pieces: Buffer[] = []
  incoming.on('data', (bytes: Buffer) => pieces.push(bytes))
  incoming.on('end', () => {
    const { streams, order } = JSON.parse(Buffer.concat(pieces).toString()) as Question
    void Promise.all(streams.map((stream) => readOne(stream, order))).then((results) =>
      outgoing.end(JSON.stringify(results)),
    )
  })
})
// An answer may take longer than Node lets a request take.
server.requestTimeout = 0
announce(server)

interface Question {
  streams: number[]
  order: TurnOrder
}

async function readOne(stream: number, order: TurnOrder) {
  const start = toStart(stream, order.turn)
  let length = 0
  let faults = 0
  await clients[kind ?? '']?.(stream, order, (text) => {
    if (!isAsScripted(start, length, text)) faults += 1
    length += text.length
  })
  return { stream, tokens: length / TOKEN_LENGTH, faults }
}
