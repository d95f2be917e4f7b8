import { retryUnanswered, withTimeout } from '@chatmore/api/client'
import type { SendResult } from '@chatmore/api/contract'
import type { AskParts, AskStep } from './ask-parts.ts'
import { makeId } from './make-id.ts'

/**
 * Sends an input until the server has it or refuses it; sent twice, it is one. Once the signal aborts no other try begins.
 * One that is under way is not cut short: it may have arrived, and only its answer tells what there is to stop.
 */
export function sendInput(
  parts: AskParts,
  sessionId: string,
  { input, signal, remainingMs }: AskStep,
): Promise<SendResult> {
  const { content, attachmentIds } = input
  const windowIds = input.sessionId === undefined ? undefined : input.windowIds
  const message = { sessionId, content, attachmentIds, windowIds, clientMessageId: makeId() }
  return retryUnanswered(() => withTimeout((within) => parts.send(message, within), parts.closing), {
    forMs: remainingMs(),
    signal,
    waits: parts.waits,
  })
}
