import type { Answer } from './answer.ts'

const TICK_MS = 1
const GOLDEN = 0.618

export interface Pacer {
  /** The first token is written at once, the others in their time. */
  add(answer: Answer): void
  stop(): void
}

/** Writes the tokens of all paced answers when they are due, by one timer. Streams are shifted against each other. */
export function createPacer(writeToken: (answer: Answer) => void): Pacer {
  const answers = new Set<Answer>()
  const timer = setInterval(() => {
    const now = performance.now()
    for (const answer of answers) {
      for (const due = countDue(answer, now); answer.written < due;) writeToken(answer)
      if (answer.isOver || answer.socket.destroyed) answers.delete(answer)
    }
  }, TICK_MS)
  return {
    add(answer) {
      writeToken(answer)
      if (!answer.isOver) answers.add(answer)
    },
    stop: () => clearInterval(timer),
  }
}

function countDue({ requestedAt, rate, stream, tokens }: Answer, now: number): number {
  const phase = (stream * GOLDEN) % 1
  return Math.min(tokens, 1 + Math.floor(((now - requestedAt) * rate) / 1000 + phase))
}
