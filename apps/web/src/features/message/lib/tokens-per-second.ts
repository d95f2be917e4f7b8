import type { Message } from '@chatmore/api/contract'

/** How fast an ended answer came, from its first token on; null where that is not known or too short to mean anything. */
export function toTokensPerSecond(message: Message): number | null {
  const { completionTokens, latencyMs, ttftMs } = message
  if (completionTokens === null || latencyMs === null || ttftMs === null) return null
  return toRate(completionTokens, latencyMs - ttftMs)
}

const SHORTEST_MS = 200

export function toRate(tokens: number, milliseconds: number): number | null {
  return milliseconds < SHORTEST_MS ? null : (tokens / milliseconds) * 1000
}
