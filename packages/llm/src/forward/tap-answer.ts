import { createChunkMachine } from '../answer/chunk-machine.ts'
import { LlmError } from '../llm-error.ts'
import { noUsage, type ToldUsage } from '../answer/tally-usage.ts'
import { isRecord } from '../is-record.ts'
import { hearOn } from './hear-on.ts'

/** What an answer said that went by. */
export interface TappedAnswer {
  content: string
  reasoning: string
  usage: ToldUsage
  /** How many characters there were when usage was told last. */
  textLength: number
  finishReason: string | null
  /** What it told of in place of an answer, or in the midst of one. */
  error: LlmError | null
  /** Whether it ended without saying how. */
  isIncomplete: boolean
}

export interface AnswerTap {
  push(bytes: Buffer): void
  /** Whether it has told how it ends, so that losing the rest loses no text. */
  isFinished(): boolean
  /** Whether nothing more is to come. */
  isOver(): boolean
  read(): TappedAnswer
}

/**
 * Listens to a chat completion on its way to someone else, whom nothing that is wrong with it keeps from getting it. Of several
 * choices the first is read, but it ends with the last.
 */
export function tapAnswer(onText: () => void, choices = 1): AnswerTap {
  const texts = { content: '', reasoning: '' }
  let told = { usage: noUsage, textLength: 0 }
  let failure: LlmError | null = null
  const machine = createChunkMachine(
    (channel, text) => {
      if (texts.content === '' && texts.reasoning === '') onText()
      texts[channel] += text
    },
    (usage, textLength) => void (told = { usage, textLength }),
  )
  const ends = countEnds()
  const target = choices === 1 ? machine : { ...machine, take: ends.before(machine.take) }
  const reader = hearOn(target, (error) => {
    // It tells of an error, or is no chat completion: what it said until then counts.
    if (error instanceof LlmError) failure = error
  })

  return {
    push: reader.push,
    isFinished: () => (choices === 1 ? machine.isFinished() : machine.isDone() || ends.count() >= choices),
    isOver: machine.isDone,
    read() {
      reader.end()
      machine.flush()
      const { finishReason, outcome } = machine.result()
      const isIncomplete = machine.isRecognised() && outcome === 'incomplete'
      return { ...texts, ...told, finishReason, isIncomplete, error: failure }
    },
  }
}

/** Counts the choices that have told how they end. */
function countEnds() {
  const ended = new Set<unknown>()
  const note = (choice: unknown) => {
    if (isRecord(choice) && choice.finish_reason) ended.add(choice.index ?? 0)
  }
  return {
    count: () => ended.size,
    before: (take: (chunk: unknown) => void) => (chunk: unknown) => {
      if (isRecord(chunk) && Array.isArray(chunk.choices)) chunk.choices.forEach(note)
      take(chunk)
    },
  }
}
