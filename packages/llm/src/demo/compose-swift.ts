import type { Phrases } from './phrases/phrases.ts'
import type { Conversation } from './read-conversation.ts'

/** Terse: a sentence or two. */
export function composeSwift(conversation: Conversation, phrases: Phrases): string[] {
  const { intent, earlier, sum } = conversation
  const main = intent === 'list' ? phrases.list(conversation) : phrases.swift(conversation)
  const answer = sum ? phrases.sum(sum.expression, sum.value) : main
  return [answer, ...(earlier.length > 0 ? [phrases.position(earlier)] : [])]
}
