import type { Turn } from '@chatmore/api/contract'
import type { AskInput, AskResult, AskStartEvent } from './asking.ts'
import type { AskParts } from './ask-parts.ts'
import { followAnswers } from './follow-answers.ts'
import { openSession } from './open-session.ts'
import type { Progress } from './progress.ts'
import { requireOneKind } from './require-one-kind.ts'
import { sendInput } from './send-input.ts'
import { stopAnswers, type Sending } from './stop-answers.ts'

export interface Asked {
  input: AskInput
  progress: Progress
  /** Aborts when nobody wants to know any more. */
  signal: AbortSignal
  keepAnswers: boolean
}

/** Sends an input and follows its answers to their end. Before that, an abort or a failure has them stopped. */
export async function conduct(parts: AskParts, asked: Asked): Promise<AskResult> {
  const { progress, signal, keepAnswers } = asked
  signal.throwIfAborted()
  const over = new AbortController()
  let sending: Sending | undefined
  try {
    return await new Promise<AskResult>((resolve, reject) => {
      const leave = (reason: unknown) => {
        // One reason ends it, and another that comes of it changes nothing.
        if (over.signal.aborted) return
        over.abort()
        reject(reason)
        // Within the abort: a client that is closed right after it waits for this.
        const isStopped = sending && !keepAnswers && !parts.closing.aborted
        if (isStopped && sending) parts.finish(stopAnswers(parts, progress, sending))
      }
      signal.addEventListener('abort', () => leave(signal.reason), { signal: over.signal })
      const listening = AbortSignal.any([signal, over.signal])
      const onSend = (value: Sending) => (sending = value)
      answer(parts, asked, { listening, onSend, onFailure: leave }).then(resolve, leave)
    })
  } finally {
    over.abort()
  }
}

interface Listening {
  listening: AbortSignal
  onSend(sending: Sending): void
  onFailure(error: unknown): void
}

async function answer(
  parts: AskParts,
  { input, progress }: Asked,
  { listening: signal, onSend, onFailure }: Listening,
): Promise<AskResult> {
  requireOneKind(input)
  const endsAt = performance.now() + parts.sendRetryMs
  const step = { input, signal, remainingMs: () => endsAt - performance.now() }
  const opening = openSession(parts, step)
  const sessionId = input.sessionId ?? (await opening).id
  signal.throwIfAborted()
  const sent = sendInput(parts, sessionId, step)
  onSend({ sessionId, sent })
  followAnswers(parts, { sessionId, progress, signal }).catch(onFailure)
  const [session, { broadcastGroupId, turns }] = await Promise.all([opening, sent])
  const asked = new Set(turns.map(({ windowId }) => windowId))
  const windows = session.windows.filter(({ id }) => asked.has(id))
  const event: AskStartEvent = { type: 'start', sessionId, broadcastGroupId, windows }
  progress.start({ event, turns })
  while (!progress.isComplete()) await progress.changed()
  return toResult(progress, event, turns)
}

function toResult(
  progress: Progress,
  { sessionId, broadcastGroupId }: AskStartEvent,
  turns: Turn[],
): AskResult {
  const answers = turns.flatMap(({ assistantMessageId }) => progress.find(assistantMessageId) ?? [])
  const byWindow = Object.fromEntries(answers.map((answer) => [answer.windowId, answer]))
  return { sessionId, broadcastGroupId, answers, byWindow }
}
