import { retryUnanswered } from '@chatmore/api/client'
import { isInFlight, type LatestMessages, type Message, type Turn } from '@chatmore/api/contract'
import { isAppError } from '../is-app-error.ts'
import type { AskParts } from './ask-parts.ts'
import type { Progress } from './progress.ts'

/** An answer that has ended by now is nearly always among these newest of its window. */
const NEWEST = 4
/** Where others were sent after it, among these. */
const PAGE_LIMIT = 100

interface Reading {
  sessionId: string
  progress: Progress
  signal: AbortSignal
}

/**
 * Reads the answers that the watch told nothing of, those of all windows by one call. One that still runs is left to the watch.
 */
export async function readAnswers(parts: AskParts, { sessionId, progress, signal }: Reading): Promise<void> {
  const unknown = progress.unknown()
  if (unknown.length === 0) return
  const pages = await readUnlessGone(parts, signal, (within) =>
    parts.client.message.latest({ sessionId, limit: NEWEST }, { signal: within }),
  )
  for (const turn of unknown) {
    const answer = findAnswer(pages, turn) ?? (await readFurther(parts, { pages, turn, signal }))
    if (!answer) progress.lose(turn.assistantMessageId)
    else if (!isInFlight(answer.status)) progress.apply({ type: 'message', message: answer })
  }
}

const findPage = (pages: LatestMessages | undefined, { windowId }: Turn) =>
  pages?.windows.find((page) => page.windowId === windowId)

function findAnswer(pages: LatestMessages | undefined, turn: Turn): Message | undefined {
  return findPage(pages, turn)?.items.find(({ id }) => id === turn.assistantMessageId)
}

/** In a window that has more messages than were read. */
async function readFurther(
  parts: AskParts,
  { pages, turn, signal }: { pages: LatestMessages | undefined; turn: Turn; signal: AbortSignal },
): Promise<Message | undefined> {
  const { windowId, assistantMessageId } = turn
  if (!findPage(pages, turn)?.nextCursor) return undefined
  const page = await readUnlessGone(parts, signal, (within) =>
    parts.client.message.list({ windowId, limit: PAGE_LIMIT }, { signal: within }),
  )
  return page?.items.find(({ id }) => id === assistantMessageId)
}

async function readUnlessGone<Result>(
  { waits }: AskParts,
  signal: AbortSignal,
  read: (within: AbortSignal) => Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await retryUnanswered(read, { forMs: Infinity, signal, waits })
  } catch (error) {
    if (isAppError(error, 'NOT_FOUND')) return undefined
    throw error
  }
}
