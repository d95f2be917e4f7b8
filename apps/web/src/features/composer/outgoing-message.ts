import type { Attachment, Turn } from '@chatmore/api/contract'

/** An input on its way: kept in the browser until the server has said that it is kept there. */
export interface OutgoingMessage {
  clientMessageId: string
  sessionId: string
  content: string
  /** The server has them already. */
  attachments?: readonly Attachment[] | undefined
  /** As told to the server. */
  windowIds: string[] | undefined
  /** Where it is shown meanwhile. */
  shownIn: string[]
  /** The newest `seq` of those windows when it was sent. */
  lastSeqs: Record<string, number>
  /** The draft that it came from, and goes back to. */
  draftKey: string
  /** Messages are sent in this order. */
  sentAt: number
  /** `queued`: what is before it in its windows is not done. `waiting`: the server did not answer, or could not do it now. */
  state: 'sending' | 'queued' | 'waiting' | 'accepted'
  /** Known once the server has it. */
  turns?: Turn[]
}

/** What one writes; the outbox adds the rest. */
export type NewMessage = Omit<OutgoingMessage, 'sentAt' | 'state' | 'turns'>

/** Whether a message has to be done before the other is sent: the older one of two that meet in a window. */
export function isBefore(one: OutgoingMessage, other: OutgoingMessage): boolean {
  return (
    one.sentAt < other.sentAt &&
    one.sessionId === other.sessionId &&
    one.shownIn.some((windowId) => other.shownIn.includes(windowId))
  )
}
