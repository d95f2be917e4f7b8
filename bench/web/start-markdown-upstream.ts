import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { closeOnce } from '../clean-up.ts'
import { createAnswer, type Answer } from '../load/answer.ts'
import { responseHead, toEnding } from '../load/frames.ts'
import { parseOrder } from '../load/order.ts'
import { createPacer } from '../load/pacer.ts'
import { readRequests } from '../load/read-requests.ts'
import { toTokens, type ScriptName } from './markdown-script.ts'

export interface MarkdownUpstream {
  /** As a model's API base. */
  url: string
  /** What the answers from now on are to be of. */
  use(script: ScriptName): void
  /** How many tokens of each answer of a turn have been written. */
  written(turn: number): number[]
  /** Ends all answers where they are. */
  finishAll(): void
  close(): Promise<void>
}

/** An OpenAI-compatible endpoint that writes Markdown at the pace that each request orders. */
export async function startMarkdownUpstream(port = 0): Promise<MarkdownUpstream> {
  const answers = new Set<Answer>()
  const frames = new Map<Answer, Buffer[]>()
  const sockets = new Set<Socket>()
  let script: ScriptName = 'mixed'
  const pacer = createPacer((answer) => {
    answer.socket.write(frames.get(answer)?.[answer.written] ?? '')
    answer.written += 1
    if (answer.written === answer.tokens) finish(answer)
  })
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    readRequests(socket, (body) => begin(body, socket))
  })

  function begin(body: string, socket: Socket): void {
    const answer = createAnswer(parseOrder(body), socket)
    frames.set(answer, toTokens(script, answer.stream, answer.tokens).map(toFrame))
    answers.add(answer)
    socket.write(responseHead)
    pacer.add(answer)
  }

  function finish(answer: Answer): void {
    if (answer.isOver) return
    answer.isOver = true
    frames.delete(answer)
    answer.socket.write(toEnding(answer.written))
  }

  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    use: (name) => void (script = name),
    written: (turn) => [...answers].filter((answer) => answer.turn === turn).map(({ written }) => written),
    finishAll: () => answers.forEach(finish),
    close: closeOnce(async () => {
      pacer.stop()
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    }),
  }
}

function toFrame(content: string): Buffer {
  const chunk = {
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta: { content }, finish_reason: null }],
  }
  const event = Buffer.from(`data: ${JSON.stringify(chunk)}\n\n`)
  return Buffer.concat([Buffer.from(`${event.length.toString(16)}\r\n`), event, Buffer.from('\r\n')])
}
