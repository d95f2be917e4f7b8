import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { createAnswer, type Answer } from './answer.ts'
import { responseHead, sliceFrames, toEnding } from './frames.ts'
import { parseOrder } from './order.ts'
import { createPacer } from './pacer.ts'
import { readRequests } from './read-requests.ts'

/** How much an answer without pace hands to the socket at a time, in tokens. */
const BURST_TOKENS = 240

/** So many tokens of an answer may be on their way to a reader that tells what arrives. */
const MAX_UNDERWAY = 4000

export interface Upstream {
  /** As a model's API base. */
  url: string
  /** The newest answer of a stream. */
  find(stream: number): Answer | undefined
  /** A reader has so many tokens of an answer: without pace, others may follow. */
  noteArrival(answer: Answer, tokens: number): void
  /** From the next request on, answers without pace go on for so long and then end where they are. */
  floodFor(milliseconds: number): void
  close(): Promise<void>
}

/**
 * The scripted upstream of the load: a bare TCP server that answers each request with what its body orders. It writes
 * slices of bytes made beforehand, a token a write where there is a pace, so that it is not what is measured.
 */
export async function startUpstream(): Promise<Upstream> {
  const answers = new Map<number, Answer>()
  const sockets = new Set<Socket>()
  const pacer = createPacer(writeToken)
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    readRequests(socket, (body) => begin(createAnswer(parseOrder(body), socket)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  let floodMs = Infinity
  let floodUntil: number | null = null

  function begin(answer: Answer): void {
    answers.set(answer.stream, answer)
    answer.socket.write(responseHead)
    if (answer.rate > 0) return pacer.add(answer)
    floodUntil ??= performance.now() + floodMs
    flood(answer, floodUntil)
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    find: (stream) => answers.get(stream),
    noteArrival: (answer, tokens) => {
      const wasHeld = isHeld(answer)
      answer.arrived = tokens
      if (answer.rate === 0 && wasHeld && !isHeld(answer)) flood(answer, floodUntil ?? 0)
    },
    floodFor: (milliseconds) => {
      floodMs = milliseconds
      floodUntil = null
    },
    close: async () => {
      pacer.stop()
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

function writeToken(answer: Answer): void {
  answer.writtenAt[answer.written] = performance.now()
  answer.socket.write(sliceFrames(answer, 1).bytes)
  answer.written += 1
  if (answer.written === answer.tokens) finish(answer)
}

/** Writes as fast as the reader takes it, until a time. */
function flood(answer: Answer, until: number): void {
  for (let isTaken = true; isTaken && !answer.isOver;) {
    if (answer.written === 0) answer.writtenAt[0] = performance.now()
    const slice = sliceFrames(answer, Math.min(BURST_TOKENS, answer.tokens - answer.written))
    isTaken = answer.socket.write(slice.bytes)
    answer.written += slice.count
    if (answer.written === answer.tokens || performance.now() > until) finish(answer)
  }
  if (!answer.isOver && !isHeld(answer)) answer.socket.once('drain', () => flood(answer, until))
}

function isHeld({ written, arrived }: Answer): boolean {
  return arrived !== null && written - arrived > MAX_UNDERWAY
}

function finish(answer: Answer): void {
  if (answer.isOver) return
  answer.isOver = true
  answer.socket.write(toEnding(answer.written))
}
