import { toStreamText, toTurnText } from '../load/order.ts'
import type { TurnOrder } from './target.ts'

/** A request as the chat-completions format has it. */
export function toChatBody(stream: number, order: TurnOrder) {
  return {
    model: 'bench',
    stream: true,
    messages: [
      { role: 'system', content: toStreamText(stream) },
      { role: 'user', content: toTurnText(order) },
    ],
  }
}
