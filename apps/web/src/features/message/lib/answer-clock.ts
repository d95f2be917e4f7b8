import type { Message } from '@chatmore/api/contract'
import { estimateTokens } from './estimate-tokens.ts'
import { toRate } from './tokens-per-second.ts'

/** When this page saw what of an answer, in milliseconds since the epoch. */
export interface AnswerClock {
  startedAt: number
  /** How much text there was at first sight: after a reload an answer begins in the middle. */
  seenLength: number
  reasoningAt: number | null
  contentAt: number | null
}

export function startClock(message: Message, now: number): AnswerClock {
  const clock = {
    startedAt: Math.min(now, Date.parse(message.createdAt) || now),
    seenLength: message.content.length + message.reasoning.length,
    reasoningAt: null,
    contentAt: null,
  }
  return advanceClock(clock, message, now)
}

/** Gives the same clock back where nothing began. */
export function advanceClock(clock: AnswerClock, message: Message, now: number): AnswerClock {
  const isThinking = clock.reasoningAt === null && message.reasoning !== ''
  const isSpeaking = clock.contentAt === null && message.content !== ''
  if (!isThinking && !isSpeaking) return clock
  return {
    ...clock,
    reasoningAt: clock.reasoningAt ?? (message.reasoning === '' ? null : now),
    contentAt: clock.contentAt ?? (message.content === '' ? null : now),
  }
}

/** How long it thought before it spoke; null where this page did not see it begin. */
export function toThinkingMs(clock: AnswerClock | undefined, now: number): number | null {
  if (!clock || clock.reasoningAt === null || clock.seenLength > 0) return null
  return (clock.contentAt ?? now) - clock.reasoningAt
}

/** About how fast the text comes, over what this page has seen come. */
export function toLiveRate(clock: AnswerClock, message: Message, now: number): number | null {
  const textAt = clock.reasoningAt ?? clock.contentAt
  if (textAt === null) return null
  const text = (message.reasoning + message.content).slice(clock.seenLength)
  return toRate(estimateTokens(text), now - textAt)
}
