import type { Message, WatchEvent, WatchState } from '@chatmore/api/contract'

/** A text that was shown after another of the same answer and does not start with it. */
export interface StepBack {
  messageId: string
  before: string
  after: string
  /** What kind of event brought it. Only a copy of the whole answer may ever be shorter. */
  by: WatchEvent['type']
}

export interface ShownTexts {
  readonly sessionId: string
  /** Takes note of what the watcher shows after an event. */
  note(event: WatchEvent, state: WatchState): void
  /** The longest text that was shown of each answer. */
  readonly longest: ReadonlyMap<string, string>
  /** The latest that was shown of each answer. */
  readonly latest: ReadonlyMap<string, Message>
  readonly stepsBack: readonly StepBack[]
}

/** What one watcher has shown of each answer, and where it broke its word that a text only grows. */
export function createShownTexts(sessionId: string): ShownTexts {
  const longest = new Map<string, string>()
  const latest = new Map<string, Message>()
  const stepsBack: StepBack[] = []

  function show(message: Message, by: WatchEvent['type']): void {
    if (message.role !== 'assistant') return
    const { id: messageId, content: after } = message
    const before = latest.get(messageId)?.content ?? ''
    if (!after.startsWith(before)) stepsBack.push({ messageId, before, after, by })
    latest.set(messageId, message)
    if (after.length > (longest.get(messageId)?.length ?? -1)) longest.set(messageId, after)
  }

  return {
    sessionId,
    note(event, state) {
      if (event.type === 'session') return
      const ids =
        event.type === 'sync'
          ? event.messages.map(({ id }) => id)
          : [event.type === 'delta' ? event.messageId : event.message.id]
      for (const id of ids) {
        const message = state.messages[id]
        if (message) show(message, event.type)
      }
    },
    longest,
    latest,
    stepsBack,
  }
}
