import { initTRPC } from '@trpc/server'
import { applyWSSHandler } from '@trpc/server/adapters/ws'
import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'
import type { BenchEvent } from '../bench-event.ts'
import { toChatBody } from '../chat-body.ts'
import type { TurnOrder } from '../target.ts'
import { announce } from './announce.ts'
import { readAnswer } from './read-answer.ts'

/** How chats are commonly built on tRPC: one subscription for a user's message, one yield for each token of any window. */
const url = new URL(`${process.argv[2]}/chat/completions`)
const trpc = initTRPC.create()

interface AskInput {
  streams: number[]
  order: TurnOrder
}

const router = trpc.router({
  ask: trpc.procedure
    .input((value: unknown) => value as AskInput)
    .subscription(({ input }) => answerAll(input)),
})

const server = createServer()
applyWSSHandler({ wss: new WebSocketServer({ server, perMessageDeflate: false }), router })
announce(server)

async function* answerAll({ streams, order }: AskInput): AsyncGenerator<BenchEvent> {
  const waiting: BenchEvent[] = []
  let running = streams.length
  let wake = () => {}
  for (const stream of streams) {
    let at = 0
    const tell = (event: BenchEvent) => {
      waiting.push(event)
      wake()
    }
    readAnswer({
      url,
      body: toChatBody(stream, order),
      onText(text) {
        tell({ type: 'delta', stream, at, text })
        at += text.length
      },
      onEnd: () => tell({ type: 'end', stream }),
    })
  }
  while (running > 0) {
    for (const event of waiting.splice(0)) {
      if (event.type === 'end') running -= 1
      yield event
    }
    if (running > 0 && waiting.length === 0) await new Promise<void>((resolve) => (wake = resolve))
  }
}
