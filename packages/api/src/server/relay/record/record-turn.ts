import { followAnswer, LlmError, type DeltaChannel } from '@chatmore/llm'
import { writeToolCall } from '../../../contract/index.ts'
import { AppError } from '../../errors/app-error.ts'
import type { Dependencies } from '../../context.ts'
import { toAnswerError } from '../../generation/answer-error.ts'
import type { KeptText } from '../../generation/body-keeper.ts'
import type { Engine } from '../../generation/create-engine.ts'
import type {
  AnswerEnd,
  AnswerListener,
  AnswerSource,
  AskedWith,
  SourceListener,
} from '../../generation/ports.ts'
import { beginCall, type CallAbout, type CallEnd } from '../../services/begin-call.ts'
import { SERVER_STOPS } from '../relay.ts'

/** Why a call ends whose answer somebody stopped who saw it being written. */
export const STOPPED = new Error('the answer was stopped in ChatMore')

/** A call as it is made while a turn is recorded. */
export interface RecordedCall extends Pick<
  ReturnType<typeof beginCall>,
  'ttftMs' | 'noteText' | 'noteRequest' | 'record'
> {
  /** Bytes of the answer, as whoever asked gets them. */
  push(bytes: Buffer): void
}

/** An answer of a window that a relayed call writes. It is a run of the engine's, whose text comes from here. */
export interface RecordedTurn {
  /** Aborted once somebody stops the answer. */
  signal: AbortSignal
  /** Where the run's text comes from. */
  source: AnswerSource
  /** Whether the answer has told how it ends, or was given to the end, so that whoever asked may go on already. */
  isFinished(): boolean
  /** Whoever asked has all that they get. */
  noteGiven(): void
  /** Resolves once the end is stored. To be asked for once the engine has the run. */
  whenEnded(): Promise<void>
  /** Where its call stands among those that wait; null once it is made. */
  notePlace(waiting: number | null): void
  /** Begins a call, or the next one after those that failed: these have rows of their own in the log. */
  begin(about: CallAbout, modelName: string): RecordedCall
  /** No more calls are made: the last one's end is the answer's. `failure` tells why there was none. */
  close(failure: Failure | null): Promise<void>
}

export interface Failure {
  error: unknown
  /** Of the request. */
  signal: AbortSignal
}

export interface RecordedTurnParts extends Pick<Dependencies, 'callLog' | 'log' | 'keepText'> {
  engine: Pick<Engine, 'whenEnded'>
  messageId: string
  sessionId: string
  asked: AskedWith
  requestId: string
}

export function createRecordedTurn(parts: RecordedTurnParts): RecordedTurn {
  const { engine, messageId } = parts
  const stopping = new AbortController()
  const outlet = createRunOutlet()
  const startedAt = new Date()
  let current: ReturnType<typeof followCall> | null = null
  let resolve: (end: AnswerEnd) => void = () => {}
  const ended = new Promise<AnswerEnd>((settle) => (resolve = settle))
  let isGiven = false
  let isClosed = false
  async function whenEnded(): Promise<void> {
    await engine.whenEnded([messageId])
    // It was stopped before the engine had it.
    if (!isClosed) stopping.abort(STOPPED)
  }

  return {
    signal: stopping.signal,
    whenEnded,
    isFinished: () => isGiven || (current?.isFinished() ?? false),
    noteGiven: () => void (isGiven = true),
    notePlace: outlet.place,
    source(listener) {
      const onAbort = () => {
        // Whatever else becomes of the run, whoever asked gets the answer.
        if (listener.abortedStatus() === 'stopped') stopping.abort(STOPPED)
      }
      outlet.open(listener)
      if (listener.signal.aborted) onAbort()
      else listener.signal.addEventListener('abort', onAbort, { once: true })
      return ended
    },
    begin(about, modelName) {
      const earlier = current?.failed()
      current = followCall(parts, { about, modelName, earlier }, outlet.push)
      return current.call
    },
    async close(failure) {
      isClosed = true
      resolve(current?.end() ?? toUncalledEnd(parts, startedAt, failure))
      await whenEnded()
    },
  }
}

/** Keeps what comes before the run is ready for it. */
function createRunOutlet() {
  const early: [DeltaChannel, string][] = []
  let run: SourceListener | null = null
  let waiting: number | null = null
  return {
    push(channel: DeltaChannel, text: string): void {
      if (run) run.onDelta(channel, text)
      else early.push([channel, text])
    },
    place(next: number | null): void {
      // Most never wait.
      if (next === waiting) return
      waiting = next
      run?.onPlace(next)
    },
    open(listener: SourceListener): void {
      run = listener
      if (waiting !== null) run.onPlace(waiting)
      for (const [channel, text] of early.splice(0)) run.onDelta(channel, text)
    },
  }
}

interface Followed {
  about: CallAbout
  modelName: string
  /** Puts the call before this one into the log. */
  earlier: Promise<void> | undefined
}

type Deliver = AnswerListener['onDelta']

/** One call of a turn. Its end is kept until it is known whether another one follows it. */
function followCall(parts: RecordedTurnParts, { about, modelName, earlier }: Followed, deliver: Deliver) {
  const startedAt = new Date()
  const began = performance.now()
  const elapsed = () => Math.round(performance.now() - began)
  const times = { reasoning: null as number | null, content: null as number | null }
  const logged = beginCall(parts, { ...about, sessionId: parts.sessionId })
  let body: string | null = null
  let request: Promise<KeptText> | undefined
  let over: { end: CallEnd; latencyMs: number; answer: string } | null = null
  const follower = followAnswer((channel, text) => {
    times[channel] ??= elapsed()
    deliver(channel, text)
  })

  function finish(end: CallEnd, answer: string): void {
    const calls = follower.end().map(writeToolCall)
    if (calls.length > 0) deliver('content', (times.content === null ? '' : '\n\n') + calls.join('\n\n'))
    over = { end, answer, latencyMs: elapsed() }
  }

  const call: RecordedCall = {
    ttftMs: logged.ttftMs,
    noteText: logged.noteText,
    noteRequest(text) {
      body = text
      if (parts.keepText && about.recordsBodies) request = parts.keepText(text)
    },
    push: follower.push,
    async record(end, answer) {
      finish(end, answer)
      await earlier
    },
  }
  return {
    call,
    isFinished: follower.isFinished,
    async failed(): Promise<void> {
      if (!over) return
      if (body !== null) logged.noteRequest(body)
      await logged.record(over.end, over.answer)
    },
    end(): AnswerEnd | null {
      if (!over) return null
      const { end, answer, latencyMs } = over
      const { reasoning, content } = times
      const thinkingMs = reasoning === null ? null : Math.max(0, (content ?? latencyMs) - reasoning)
      const { upstreamModel, price, apiKeyId, relay } = about
      return {
        ...{ ...end, latencyMs, thinkingMs, startedAt, request, response: answer, asked: parts.asked },
        ...(about.modelId !== null && {
          asCalled: { id: about.modelId, name: modelName, upstreamModel, price, apiKeyId, relay },
        }),
      }
    },
  }
}

/** Of a turn that no model was asked: it had to wait, and was given up or refused meanwhile. */
function toUncalledEnd(
  { requestId }: RecordedTurnParts,
  startedAt: Date,
  failure: Failure | null,
): AnswerEnd {
  const nothing = { finishReason: null, usage: null, ttftMs: null, thinkingMs: null, asked: null }
  const times = { startedAt, latencyMs: Math.max(0, Date.now() - startedAt.getTime()) }
  if (!failure || failure.signal.aborted) {
    const status = failure?.signal.reason === SERVER_STOPS ? 'interrupted' : 'stopped'
    const error = { errorCode: null, errorMessage: null, errorDetail: null, httpStatus: null }
    return { status, ...nothing, ...times, ...error }
  }
  const error = toAnswerError(toLlmError(failure.error), requestId)
  return { status: 'error', ...nothing, ...times, ...error }
}

/** What ChatMore itself refuses is told in its words. */
function toLlmError(error: unknown): unknown {
  if (!(error instanceof AppError)) return error
  return new LlmError({ code: 'REQUEST_REFUSED', message: error.message, cause: error })
}
