import { retryUnanswered } from '@chatmore/api/client'
import { isInFlight, type Message, type Turn } from '@chatmore/api/contract'
import { isAppError } from '../is-app-error.ts'
import type { AskParts } from './ask-parts.ts'
import type { Progress } from './progress.ts'

/** Answers that have ended by now are among the newest of their windows. */
const PAGE_LIMIT = 100

/** Reads the answers that the watch told nothing of. One that still runs is left to the watch. */
export async function readAnswers(parts: AskParts, progress: Progress, signal: AbortSignal): Promise<void> {
  await Promise.all(
    progress.unknown().map(async (turn) => {
      const answer = await readAnswer(parts, turn, signal)
      if (!answer) progress.lose(turn.assistantMessageId)
      else if (!isInFlight(answer.status)) progress.apply({ type: 'message', message: answer })
    }),
  )
}

async function readAnswer(
  { client, waits }: AskParts,
  { windowId, assistantMessageId }: Turn,
  signal: AbortSignal,
): Promise<Message | undefined> {
  try {
    const { items } = await retryUnanswered(
      (within) => client.message.list({ windowId, limit: PAGE_LIMIT }, { signal: within }),
      { forMs: Infinity, signal, waits },
    )
    return items.find(({ id }) => id === assistantMessageId)
  } catch (error) {
    if (isAppError(error, 'NOT_FOUND')) return undefined
    throw error
  }
}
