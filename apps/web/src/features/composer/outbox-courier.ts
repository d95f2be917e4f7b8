import { retryDelay, type WakeableWaits } from '@chatmore/api/client'
import type { MessageSendInput, SendResult } from '@chatmore/api/contract'
import { toAppError } from '../../shared/api/to-app-error.ts'
import { isWorthRetrying } from './lib/is-worth-retrying.ts'
import type { OutboxItems } from './outbox-items.ts'
import { isBefore, type OutgoingMessage } from './outgoing-message.ts'

/** A message that waits for what is before it looks this often, should nobody have told. */
const LOOK_MS = 5000

interface CourierParts {
  items: OutboxItems
  waits: WakeableWaits
  /** Ends every delivery. */
  leaving: AbortSignal
  send(input: MessageSendInput): Promise<SendResult>
  /** Whether the open page of the session wants it held back for now. */
  isHeld(message: OutgoingMessage): boolean
  onAccepted(message: OutgoingMessage, result: SendResult): void
  onRefused(message: OutgoingMessage, reason: { isUnsure: boolean; error: unknown }): void
}

/** Sends a message as often as it takes until the server has said that it keeps or refuses it, or it is no item any more. */
export function createCourier(parts: CourierParts): (clientMessageId: string) => Promise<void> {
  const { items, waits, leaving, send, isHeld, onAccepted, onRefused } = parts

  function hasToWait(message: OutgoingMessage): boolean {
    return items.list.value.some((item) => isBefore(item, message)) || isHeld(message)
  }

  /** Tries once; whether that settled it. */
  async function settle(message: OutgoingMessage): Promise<boolean> {
    if (message.state === 'queued') items.change(message.clientMessageId, { state: 'sending' })
    try {
      onAccepted(message, await send(toInput(message)))
      return true
    } catch (error) {
      const reason = toAppError(error)
      if (isWorthRetrying(reason)) {
        const state = reason.code === 'WINDOW_BUSY' ? 'queued' : 'waiting'
        items.change(message.clientMessageId, { state })
        return false
      }
      // An error inside the server says nothing of how far it came.
      onRefused(message, { isUnsure: reason.code === 'INTERNAL', error })
      return true
    }
  }

  return async (id) => {
    for (let attempt = 0; !leaving.aborted;) {
      const message = items.find(id)
      if (!message) return
      if (hasToWait(message)) {
        if (message.state !== 'queued') items.change(id, { state: 'queued' })
        await waits.wait(LOOK_MS)
      } else {
        if (await settle(message)) return
        await waits.wait(retryDelay(attempt++))
      }
    }
  }
}

function toInput(message: OutgoingMessage): MessageSendInput {
  const { sessionId, content, clientMessageId, windowIds, attachments = [] } = message
  return {
    sessionId,
    content,
    clientMessageId,
    ...(windowIds ? { windowIds } : {}),
    ...(attachments.length > 0 ? { attachmentIds: attachments.map(({ id }) => id) } : {}),
  }
}
