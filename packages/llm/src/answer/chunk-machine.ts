import { readEndpointWords, toEndpointError, toStatus } from '../call/endpoint-error.ts'
import type { CompleteOptions, DeltaChannel } from '../completion.ts'
import { isRecord } from '../is-record.ts'
import type { LlmError } from '../llm-error.ts'
import { readContent, readReasoning } from './read-delta.ts'
import { noUsage, tallyUsage, type ToldUsage } from './tally-usage.ts'
import { createTextOutlet, type TextOutlet } from './text-outlet.ts'

/** What a stream came to. See `Completion` for the meaning of `outcome`. */
export interface AnswerResult {
  outcome: 'done' | 'incomplete'
  finishReason: string | null
  usage: ToldUsage
  upstreamModel: string | null
}

/** Makes deltas of the chunks of one answer. Pure: no bytes, no time, no connection. */
export interface ChunkMachine {
  /** Takes one parsed chunk. Throws an `LlmError` for one that tells of an error; the text before it has been given out. */
  take(chunk: unknown): void
  /** Takes the text of chunks that say nothing new besides. */
  takeText(channel: DeltaChannel, text: string): void
  /** The endpoint said that the answer is whole (`[DONE]`, or the end of an answer in one piece). */
  markDone(): void
  /** Gives out text that was held back: to be called before the result is read and when the stream breaks off. */
  flush(): void
  result(): AnswerResult
  /** Whether any text was given out. */
  hasText(): boolean
  isDone(): boolean
  /** The endpoint has told how the answer ends, so that losing the rest loses no text. */
  isFinished(): boolean
  /** The answer has reached its largest size; what follows is dropped. */
  isFull(): boolean
  /** Whether anything that belongs to a chat completion was seen. */
  isRecognised(): boolean
}

const MAX_NAME_LENGTH = 200

interface State {
  usage: ToldUsage
  finishReason: string | null
  upstreamModel: string | null
  isDone: boolean
  isRecognised: boolean
  hasToolCalls: boolean
}

export function createChunkMachine(
  onDelta: (channel: DeltaChannel, text: string) => void,
  onUsage?: CompleteOptions['onUsage'],
): ChunkMachine {
  const outlet = createTextOutlet(onDelta)
  const textLength = () => outlet.contentLength + outlet.reasoningLength
  const state: State = {
    usage: noUsage,
    finishReason: null,
    upstreamModel: null,
    isDone: false,
    isRecognised: false,
    hasToolCalls: false,
  }
  return {
    take: (chunk) => {
      if (!isRecord(chunk)) return
      const { usage } = state
      takeChunk(state, outlet, chunk)
      if (state.usage !== usage) onUsage?.(state.usage, textLength())
    },
    takeText: outlet.push,
    markDone: () => {
      state.isDone = true
    },
    flush: outlet.flush,
    result: () => toResult(state, outlet),
    hasText: () => textLength() > 0,
    isDone: () => state.isDone,
    isFinished: () => state.isDone || state.finishReason !== null,
    isFull: () => outlet.isFull,
    isRecognised: () => state.isRecognised || state.isDone,
  }
}

function takeChunk(state: State, outlet: TextOutlet, chunk: Record<string, unknown>): void {
  if (chunk.error != null && chunk.error !== '') {
    outlet.flush()
    throw toStreamError(chunk)
  }
  if (typeof chunk.model === 'string') state.upstreamModel ??= chunk.model.slice(0, MAX_NAME_LENGTH) || null
  // Usage comes first: the chunk that tells it has no choices. Groq tells it under a name of its own.
  state.usage = tallyUsage(state.usage, chunk.usage ?? (isRecord(chunk.x_groq) ? chunk.x_groq.usage : null))
  if (!Array.isArray(chunk.choices)) return
  state.isRecognised = true
  const choice = findAnswer(chunk.choices)
  if (isRecord(choice)) takeChoice(state, outlet, choice)
}

/** The first is nearly always the only one. */
function findAnswer(choices: unknown[]): unknown {
  return isAnswer(choices[0]) ? choices[0] : choices.find(isAnswer)
}

function isAnswer(choice: unknown): boolean {
  return isRecord(choice) && (choice.index ?? 0) === 0
}

function takeChoice(state: State, outlet: TextOutlet, choice: Record<string, unknown>): void {
  const delta = findDelta(outlet, choice)
  outlet.push('reasoning', readReasoning(delta))
  outlet.push('content', readContent(delta))
  if (asksForTool(delta)) state.hasToolCalls = true
  state.usage = tallyUsage(state.usage, choice.usage)
  if (typeof choice.finish_reason !== 'string' || choice.finish_reason === '') return
  if (choice.finish_reason === 'error') {
    outlet.flush()
    throw toStreamError({ error: 'the finish reason is "error"' })
  }
  state.finishReason ??= choice.finish_reason.slice(0, MAX_NAME_LENGTH)
}

/** Whatever index and id the calls have, or have not: none is made here, so all that counts is that there is one. */
function asksForTool({ tool_calls: calls, function_call: call }: Record<string, unknown>): boolean {
  return (Array.isArray(calls) && calls.length > 0) || isRecord(call)
}

/** An answer in one piece has `message`. A stream that repeats itself at its end has one too, which must not count twice. */
function findDelta(outlet: TextOutlet, choice: Record<string, unknown>): Record<string, unknown> {
  if (isRecord(choice.delta)) return choice.delta
  const isFirst = outlet.contentLength + outlet.reasoningLength === 0
  return isFirst && isRecord(choice.message) ? choice.message : {}
}

/** The error that an `{ error }` body tells of, where the HTTP status was a success. */
function toStreamError(body: unknown): LlmError {
  const words = readEndpointWords(body)
  return toEndpointError({ status: toStatus(words.code), words })
}

function toResult(state: State, outlet: TextOutlet): AnswerResult {
  const { usage, upstreamModel } = state
  const isReasoningAlone = outlet.contentLength === 0 && outlet.reasoningLength > 0 && !state.hasToolCalls
  const finishReason = outlet.isFull ? 'length' : toFinishReason(state)
  const isWhole = (state.isDone || finishReason !== null) && !isReasoningAlone
  return { outcome: isWhole ? 'done' : 'incomplete', finishReason, usage, upstreamModel }
}

/** Some end a call for a tool like any answer, or with `[DONE]` alone. */
function toFinishReason({ finishReason, hasToolCalls, isDone }: State): string | null {
  const isPlain =
    finishReason === 'stop' || finishReason === 'function_call' || (isDone && finishReason === null)
  return hasToolCalls && isPlain ? 'tool_calls' : finishReason
}
