import type { Message } from '@chatmore/api/contract'

/** What was asked in a window, and every attempt at an answer, the first one first. */
export interface Turn {
  key: string
  user: Message | null
  attempts: Message[]
}

/**
 * Groups a window's messages, oldest first, into turns. A later attempt stands with the message that it answers, wherever
 * its own row is; while that message is on a page not loaded yet the attempt is left out, but for the first one.
 */
export function groupTurns(messages: readonly Message[]): Turn[] {
  const turns = new Map<string, Turn>()
  for (const message of messages) {
    if (message.role === 'user') turns.set(message.id, { key: message.id, user: message, attempts: [] })
  }
  for (const message of messages) {
    if (message.role === 'assistant') addAttempt(turns, message)
  }
  for (const turn of turns.values()) turn.attempts.sort((one, other) => one.attempt - other.attempt)
  return [...turns.values()].sort((one, other) => seqOf(one) - seqOf(other))
}

function addAttempt(turns: Map<string, Turn>, message: Message): void {
  const key = message.replyToId ?? message.id
  const turn = turns.get(key)
  if (turn) turn.attempts.push(message)
  else if (message.attempt === 1) turns.set(key, { key, user: null, attempts: [message] })
}

function seqOf(turn: Turn): number {
  return turn.user?.seq ?? turn.attempts[0]?.seq ?? 0
}
