import { describeError } from '../errors/describe-error.ts'
import type { Log } from '../log.ts'
import type { EventBus, RunStore } from './ports.ts'

interface AnnounceParts {
  store: RunStore
  bus: EventBus
  log: Log
}

/**
 * Tells a session's watchers what it is like now. It is read for one announcement at a time, so that what was read last is
 * told last; those asked for meanwhile share the next one. What was done stands even where that fails, so it never rejects.
 */
export function createSessionAnnouncer(parts: AnnounceParts): (sessionId: string) => Promise<void> {
  const running = new Map<string, Promise<void>>()
  const waiting = new Map<string, Promise<void>>()

  function begin(sessionId: string): Promise<void> {
    waiting.delete(sessionId)
    const work = announceSession(parts, sessionId).finally(() => running.delete(sessionId))
    running.set(sessionId, work)
    return work
  }

  return function announce(sessionId) {
    const before = running.get(sessionId)
    if (!before) return waiting.get(sessionId) ?? begin(sessionId)
    const next = waiting.get(sessionId) ?? before.then(() => begin(sessionId))
    waiting.set(sessionId, next)
    return next
  }
}

async function announceSession({ store, bus, log }: AnnounceParts, sessionId: string): Promise<void> {
  try {
    const session = await store.findSession(sessionId)
    if (session) bus.publish(sessionId, { type: 'session', session })
  } catch (failure) {
    log.warn({ sessionId, error: describeError(failure) }, 'changed session could not be announced')
  }
}

/** Tells a session's watchers of messages that changed other than by a run. Never rejects. */
export async function announceMessages(
  { store, bus, log }: AnnounceParts,
  sessionId: string,
  messageIds: string[],
): Promise<void> {
  if (messageIds.length === 0) return
  try {
    const messages = await store.findMessages(messageIds)
    for (const message of messages) bus.publish(sessionId, { type: 'message', message })
  } catch (failure) {
    log.warn({ sessionId, error: describeError(failure) }, 'changed messages could not be announced')
  }
}
