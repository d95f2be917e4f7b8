import { createWakeableWaits, parseAppError } from '@chatmore/api/client'
import type { AskParts } from './ask-parts.ts'
import type { Progress } from './progress.ts'
import { readAnswers } from './read-answers.ts'

/** How long the watch may take to tell of an answer before it is read. */
const PATIENCE_MS = 1000

export interface Followed {
  sessionId: string
  progress: Progress
  /** Aborts when there is no more to follow. */
  signal: AbortSignal
}

/** Notes what a session's watch tells, and reads what it does not. Rejects where another try would be refused, too. */
export async function followAnswers(parts: AskParts, followed: Followed): Promise<void> {
  const { sessionId, progress, signal } = followed
  const patience = createWakeableWaits()

  async function watch(): Promise<void> {
    for await (const event of parts.client.session.watch({ id: sessionId }, { signal })) {
      progress.apply(event)
      // It names all that is in flight: what it does not name has ended while nobody watched.
      if (event.type === 'sync') patience.wake()
    }
  }

  async function read(): Promise<void> {
    while (!signal.aborted) {
      await patience.wait(PATIENCE_MS, signal)
      if (signal.aborted) return
      try {
        await readAnswers(parts, followed)
      } catch (error) {
        await recover(error, signal)
      }
    }
  }

  await Promise.all([watch(), read()])
}

/** The answers run on whatever a reading failed of, and the next one may go well: later, where the server says when. */
async function recover(error: unknown, signal: AbortSignal): Promise<void> {
  const refusal = parseAppError(error)
  if (refusal?.code === 'UNAUTHORIZED' || refusal?.code === 'FORBIDDEN') throw error
  await createWakeableWaits().wait(refusal?.retryAfterMs ?? 0, signal)
}
