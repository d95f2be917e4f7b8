import { recordCall, type CallBodies, type CallSource, type LooseCall, type Scope } from '@chatmore/db'
import {
  countTokens,
  type ChatRequest,
  type Completion,
  type LlmClient,
  type ModelLister,
} from '@chatmore/llm'
import type { Price } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { describeError } from '../errors/describe-error.ts'
import { toAnswerError } from '../generation/answer-error.ts'
import type { KeptText } from '../generation/body-keeper.ts'
import { estimateUsage, type Told } from '../generation/estimate-usage.ts'
import { toKeptBodies, writeAnswer } from './call-bodies.ts'

type Parts = Pick<Dependencies, 'database' | 'log' | 'keepText'> & { llm: LlmClient & ModelLister }

/** What the log says of calls that write no answer. */
export interface CallAbout {
  source: CallSource
  scope: Scope
  /** The user's own workspace where absent. */
  workspaceId?: string | undefined
  sessionId?: string | undefined
  /** The saved model that is called, if it is one. */
  modelId: string | null
  upstreamModel: string
  price: Price | null
  /** Whether what is sent and answered is kept, where anything is. */
  recordsBodies: boolean
}

type CallEnd = Pick<
  LooseCall,
  'status' | 'finishReason' | 'errorCode' | 'errorMessage' | 'usage' | 'ttftMs'
> & { httpStatus: number | null; errorDetail: string | null }

interface Texts {
  content: string
  reasoning: string
}

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

function begin({ database, log, keepText }: Parts, about: CallAbout) {
  const startedAt = new Date()
  const began = performance.now()
  const elapsed = () => Math.round(performance.now() - began)
  let ttftMs: number | null = null
  let request: Promise<KeptText> | null = null

  async function keepBodies(end: CallEnd, texts: Texts): Promise<CallBodies | null> {
    if (!keepText || !request) return null
    return toKeptBodies(await request, await keepText(writeAnswer({ ...end, ...texts })))
  }

  return {
    ttftMs: () => ttftMs,
    noteText: () => void (ttftMs ??= elapsed()),
    noteRequest(body: string) {
      if (keepText && about.recordsBodies) request = keepText(body)
    },
    /** Who asked is answered even where the log cannot be written. */
    async record(end: CallEnd, texts: Texts = noTexts): Promise<void> {
      const { source, sessionId, price, scope, workspaceId, modelId, upstreamModel } = about
      const { httpStatus, errorDetail, ...ended } = end
      const place = { userId: scope.userId, workspaceId, modelId, upstreamModel }
      try {
        const call = { ...place, httpStatus, errorDetail, startedAt, bodies: await keepBodies(end, texts) }
        await recordCall(database, { ...ended, source, sessionId, price, latencyMs: elapsed(), call })
      } catch (failure) {
        log.warn({ source, error: describeError(failure) }, 'a call could not be put into the log')
      }
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
