import type { Turn } from '@chatmore/api/contract'

/** An input on its way: kept in the browser until the server has said that it is kept there. */
export interface OutgoingMessage {
  clientMessageId: string
  content: string
  /** As told to the server. */
  windowIds: string[] | undefined
  /** Where it is shown meanwhile. */
  shownIn: string[]
  /** The newest `seq` of those windows when it was sent. */
  lastSeqs: Record<string, number>
  /** The draft that it came from, and goes back to. */
  draftKey: string
  sentAt: number
  state: 'sending' | 'waiting' | 'accepted'
  /** Known once the server has it. */
  turns?: Turn[]
}
