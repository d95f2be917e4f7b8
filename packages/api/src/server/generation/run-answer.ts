import { LlmError, type ChatMessage, type Completion, type Gather, type ToldUsage } from '@chatmore/llm'
import type { Channel } from '../../contract/index.ts'
import { describeError } from '../errors/describe-error.ts'
import type { Log } from '../log.ts'
import { toAnswerError } from './answer-error.ts'
import { toAsked } from './asked-with.ts'
import { listSent, toChatMessage } from './attached-files.ts'
import type { KeepText, KeptText } from './body-keeper.ts'
import { buildContext, type CountTokens } from './build-context.ts'
import { estimateUsage, type Told } from './estimate-usage.ts'
import type { AnswerEnd, AnswerListener, AskedWith, Clock, LlmClient, RunPlan } from './ports.ts'

export interface RunAnswerParts extends AnswerListener {
  llm: LlmClient
  clock: Clock
  log: Log
  countTokens: CountTokens
  /** What files hold, by their ids. */
  readFiles: (fileIds: string[]) => Promise<Map<string, Buffer>>
  /** When to read what has come of an answer that has begun. */
  gather: Gather
  /** Makes of what is sent what is kept of it; absent where nothing is. */
  keepText?: KeepText | undefined
  /** The texts so far, to estimate what a call that was cut short has cost. */
  texts: () => { content: string; reasoning: string }
}

/** What is known of a call while it runs. */
interface CallSoFar {
  messageId: string
  /** Empty until they are sent. */
  messages: ChatMessage[]
  asked: AskedWith | null
  told: Told | null
  request?: Promise<KeptText> | undefined
  startedAt: Date
  /** The same moment by the clock that never jumps. */
  startedAtMs: number
  ttftMs: number | null
  /** When it began to reason, and to speak, since it started. */
  reasoningAtMs: number | null
  contentAtMs: number | null
}

const noFiles: ReadonlyMap<string, Buffer> = new Map()
const unsent = { messages: [], asked: null, told: null, ttftMs: null, reasoningAtMs: null, contentAtMs: null }

/** Makes one upstream call, from plan to outcome. Never rejects: a failure and an abort are outcomes too. */
export async function runAnswer(plan: RunPlan, parts: RunAnswerParts): Promise<AnswerEnd> {
  const { id: messageId } = plan.message
  const started = { startedAt: parts.clock.now(), startedAtMs: parts.clock.monotonic() }
  const call: CallSoFar = { ...unsent, messageId, ...started }
  try {
    if (plan.obstacle) throw plan.obstacle
    parts.signal.throwIfAborted()
    const context = await buildContext({ ...plan, maxTokens: plan.params.maxTokens }, parts.countTokens)
    parts.signal.throwIfAborted()
    const sent = listSent(context, plan.vision).map(({ id }) => id)
    const files = sent.length === 0 ? noFiles : await parts.readFiles(sent)
    parts.signal.throwIfAborted()
    call.messages = context.map((message) => toChatMessage(message, { vision: plan.vision, files }))
    call.asked = toAsked(plan, context)
    return toCompletedEnd(await complete(plan, call, parts), call)
  } catch (failure) {
    return parts.signal.aborted ? toAbortedEnd(call, parts) : toFailedEnd(failure, call, parts)
  }
}

/** Rejects as soon as the signal is aborted, whatever the client is busy with; pieces that come later are dropped. */
function complete(plan: RunPlan, call: CallSoFar, parts: RunAnswerParts): Promise<Completion> {
  const { signal } = parts
  const { endpoint, params, timeouts } = plan
  return new Promise((resolve, reject) => {
    // Kept here, for the signal's own getter is dear where it is asked for every token.
    let isAborted = false
    const onAbort = () => {
      isAborted = true
      reject(signal.reason)
    }
    signal.addEventListener('abort', onAbort, { once: true })
    const onDelta = (channel: Channel, piece: string) => {
      if (isAborted) return
      noteTimes(call, channel, parts.clock)
      parts.onDelta(channel, piece)
    }
    const onUsage = (usage: ToldUsage, textLength: number) => void (call.told = { usage, textLength })
    const request = { endpoint, messages: call.messages, params, timeouts }
    const onRequest = toRequestNote(plan, call, parts)
    parts.llm
      .complete(request, { signal, onDelta, onUsage, onRequest, gather: parts.gather })
      .then(resolve, reject)
  })
}

/** Deflated while the endpoint thinks, so that the end of the answer does not wait for it. Of several tries the last is kept. */
function toRequestNote({ recordsBodies }: RunPlan, call: CallSoFar, { keepText }: RunAnswerParts) {
  if (!recordsBodies || !keepText) return undefined
  return (body: string) => void (call.request = keepText(body))
}

/** Asks the clock for the first piece of each channel alone. */
function noteTimes(call: CallSoFar, channel: Channel, clock: Clock): void {
  const name = channel === 'content' ? 'contentAtMs' : 'reasoningAtMs'
  if (call[name] !== null) return
  call[name] = elapsed(call, clock)
  call.ttftMs ??= call[name]
}

function toThinkingMs({ reasoningAtMs, contentAtMs }: CallSoFar, latencyMs: number): number | null {
  return reasoningAtMs === null ? null : Math.max(0, (contentAtMs ?? latencyMs) - reasoningAtMs)
}

function toTimes(call: CallSoFar, latencyMs: number) {
  const { startedAt, ttftMs, asked, request } = call
  return { startedAt, ttftMs, latencyMs, thinkingMs: toThinkingMs(call, latencyMs), asked, request }
}

function toCompletedEnd(completion: Completion, call: CallSoFar): AnswerEnd {
  return {
    status: completion.outcome,
    finishReason: completion.finishReason,
    errorCode: null,
    errorMessage: null,
    errorDetail: null,
    httpStatus: completion.httpStatus,
    usage: completion.usage,
    ttftMs: completion.ttftMs,
    latencyMs: completion.latencyMs,
    thinkingMs: toThinkingMs(call, completion.latencyMs),
    asked: call.asked,
    request: call.request,
    startedAt: call.startedAt,
  }
}

async function toAbortedEnd(call: CallSoFar, parts: RunAnswerParts): Promise<AnswerEnd> {
  const latencyMs = elapsed(call, parts.clock)
  const error = { errorCode: null, errorMessage: null, errorDetail: null, httpStatus: null }
  const usage = await estimate(call, parts)
  return { status: parts.abortedStatus(), finishReason: null, ...error, usage, ...toTimes(call, latencyMs) }
}

async function toFailedEnd(failure: unknown, call: CallSoFar, parts: RunAnswerParts): Promise<AnswerEnd> {
  const latencyMs = elapsed(call, parts.clock)
  const { ttftMs, messageId } = call
  const isExpected = failure instanceof LlmError
  if (!isExpected)
    parts.log.error({ ref: messageId, error: describeError(failure) }, 'run failed unexpectedly')
  // A call that brought nothing was refused, and is not charged.
  const usage = ttftMs === null ? null : await estimate(call, parts)
  const error = toAnswerError(failure, messageId)
  return { status: 'error', finishReason: null, ...error, usage, ...toTimes(call, latencyMs) }
}

async function estimate({ messages, told }: CallSoFar, parts: RunAnswerParts): Promise<AnswerEnd['usage']> {
  if (messages.length === 0) return null
  try {
    return await estimateUsage({ messages, told, ...parts.texts() }, parts.countTokens)
  } catch (failure) {
    parts.log.warn({ error: describeError(failure) }, 'tokens of a call could not be counted')
    return null
  }
}

function elapsed(call: CallSoFar, clock: Clock): number {
  return Math.round(clock.monotonic() - call.startedAtMs)
}
