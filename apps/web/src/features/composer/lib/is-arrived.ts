import { cleanText, type Message } from '@chatmore/api/contract'
import type { OutgoingMessage } from '../outgoing-message.ts'

/** Whether a window's messages hold what was sent to it, so that the copy of our own is no longer needed. */
export function isArrived(
  outgoing: OutgoingMessage,
  windowId: string,
  messages: readonly Message[],
): boolean {
  const turn = outgoing.turns?.find((each) => each.windowId === windowId)
  if (turn) return messages.some((message) => message.id === turn.userMessageId)
  // It was not sent yet: another message of the same words is not it.
  if (outgoing.state === 'queued') return false
  // The watch may be faster than the answer to our own call: then the text must do, among what came since.
  const content = cleanText(outgoing.content)
  const after = outgoing.lastSeqs[windowId] ?? -1
  return messages.some(
    (message) => message.role === 'user' && message.seq > after && message.content === content,
  )
}
