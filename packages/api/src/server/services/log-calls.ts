import {
  countTokens,
  type ChatRequest,
  type Completion,
  type LlmClient,
  type ModelLister,
} from '@chatmore/llm'
import type { Dependencies } from '../context.ts'
import { toAnswerError } from '../generation/answer-error.ts'
import { estimateUsage, type Told } from '../generation/estimate-usage.ts'
import { systemClock } from '../generation/system-clock.ts'
import { waitAtMost } from '../generation/wait-at-most.ts'
import { beginCall, type CallAbout, type CallEnd } from './begin-call.ts'
import { writeAnswer } from './call-bodies.ts'

type Parts = Pick<Dependencies, 'callLog' | 'log' | 'keepText'> & { llm: LlmClient & ModelLister }

interface Texts {
  content: string
  reasoning: string
}

/** Whoever asked for the call looks at the log next, but need not wait for a database that is away. */
const LONGEST_WAIT_MS = 5000

const noTexts: Texts = { content: '', reasoning: '' }
const noError = { errorCode: null, errorMessage: null, errorDetail: null }
const noAnswer = { finishReason: null, usage: null, ttftMs: null }

/** A client each of whose calls is in the log once it has ended, however it did. */
export function logCalls(parts: Parts, about: CallAbout): LlmClient & ModelLister {
  return {
    async complete(request, options) {
      const call = begin(parts, about)
      const texts = { content: '', reasoning: '' }
      let told = null as Told | null
      try {
        const completion = await parts.llm.complete(request, {
          ...options,
          onRequest: call.noteRequest,
          onUsage: (usage, textLength) => void (told = { usage, textLength }),
          onDelta(channel, text) {
            call.noteText()
            texts[channel] += text
            options.onDelta(channel, text)
          },
        })
        await call.record(toCompletedEnd(completion), texts)
        return completion
      } catch (failure) {
        const ttftMs = call.ttftMs()
        const usage = ttftMs === null ? null : await estimate(request, { ...texts, told })
        await call.record({ ...toFailedEnd(failure, options.signal), usage, ttftMs }, texts)
        throw failure
      }
    },
    async listModels(endpoint, signal) {
      const call = begin(parts, about)
      try {
        const models = await parts.llm.listModels(endpoint, signal)
        await call.record({ status: 'done', httpStatus: 200, ...noAnswer, ...noError })
        return models
      } catch (failure) {
        await call.record(toFailedEnd(failure, signal))
        throw failure
      }
    },
  }
}

function begin(parts: Parts, about: CallAbout) {
  const { record, ...call } = beginCall(parts, about)
  return {
    ...call,
    async record(end: CallEnd, texts: Texts = noTexts): Promise<void> {
      await record(end, writeAnswer({ ...end, ...texts }))
      await waitAtMost(systemClock, LONGEST_WAIT_MS, parts.callLog.flush())
    },
  }
}

function toCompletedEnd({ outcome, finishReason, usage, ttftMs, httpStatus }: Completion): CallEnd {
  return { status: outcome, finishReason, usage, ttftMs, httpStatus, ...noError }
}

function toFailedEnd(failure: unknown, signal: AbortSignal): CallEnd {
  if (signal.aborted) return { status: 'stopped', httpStatus: null, ...noAnswer, ...noError }
  return { status: 'error', ...noAnswer, ...toAnswerError(failure, '') }
}

async function estimate({ messages }: ChatRequest, spent: Texts & { told: Told | null }) {
  return estimateUsage({ messages, ...spent }, countTokens).catch(() => null)
}
