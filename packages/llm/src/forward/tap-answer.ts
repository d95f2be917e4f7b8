import { createAnswerReader } from '../answer/answer-reader.ts'
import { createChunkMachine } from '../answer/chunk-machine.ts'
import { noUsage, type ToldUsage } from '../answer/tally-usage.ts'

/** What an answer said that went by. */
export interface TappedAnswer {
  content: string
  reasoning: string
  usage: ToldUsage
  /** How many characters there were when usage was told last. */
  textLength: number
  finishReason: string | null
}

export interface AnswerTap {
  push(bytes: Buffer): void
  /** Whether any text has gone by. */
  hasText(): boolean
  read(): TappedAnswer
}

/** Listens to a chat completion on its way to someone else, whom nothing that is wrong with it keeps from getting it. */
export function tapAnswer(onText: () => void): AnswerTap {
  const texts = { content: '', reasoning: '' }
  let told = { usage: noUsage, textLength: 0 }
  let isReadable = true
  const machine = createChunkMachine(
    (channel, text) => {
      if (texts.content === '' && texts.reasoning === '') onText()
      texts[channel] += text
    },
    (usage, textLength) => void (told = { usage, textLength }),
  )
  const reader = createAnswerReader(machine)

  function attempt(work: () => void): void {
    if (!isReadable) return
    try {
      work()
    } catch {
      // It tells of an error, or is no chat completion: what it said until then counts.
      isReadable = false
    }
  }

  return {
    push: (bytes) => attempt(() => reader.push(bytes)),
    hasText: machine.hasText,
    read() {
      attempt(() => {
        if (!reader.isOver()) reader.end()
      })
      machine.flush()
      return { ...texts, ...told, finishReason: machine.result().finishReason }
    },
  }
}
