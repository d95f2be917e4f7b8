import type { OutgoingMessage } from './outgoing-message.ts'

const PREFIX = 'chatmore.outbox.'

/** What was on its way when the page was left. */
export function readOutbox(sessionId: string): OutgoingMessage[] {
  try {
    const items: unknown = JSON.parse(localStorage.getItem(PREFIX + sessionId) ?? '[]')
    return Array.isArray(items) ? items.filter(isOutgoing) : []
  } catch {
    return []
  }
}

export function storeOutbox(sessionId: string, items: readonly OutgoingMessage[]): void {
  const open = items.filter((item) => item.state !== 'accepted')
  try {
    if (open.length === 0) localStorage.removeItem(PREFIX + sessionId)
    else localStorage.setItem(PREFIX + sessionId, JSON.stringify(open))
  } catch {
    // The browser's storage is full or switched off: what is on its way lives as long as the page.
  }
}

function isOutgoing(value: unknown): value is OutgoingMessage {
  const item = value as Partial<OutgoingMessage> | null
  return (
    typeof item?.clientMessageId === 'string' &&
    typeof item.content === 'string' &&
    typeof item.draftKey === 'string' &&
    typeof item.sentAt === 'number' &&
    Array.isArray(item.shownIn)
  )
}
