import { setTimeout as delay } from 'node:timers/promises'
import type { RecordedTurn } from './record-turn.ts'

/** How long whoever goes on with a conversation waits for its answer to be stored. */
const PATIENCE_MS = 5000

/** The turns that are being recorded here. */
export interface OpenTurns {
  add(sessionId: string, turns: RecordedTurn[]): void
  /**
   * Resolves once those answers of a session are stored that have been given to the end: a program goes on as soon as it has
   * the last word, which is a moment before.
   */
  settle(sessionId: string): Promise<void>
}

export function createOpenTurns(): OpenTurns {
  const bySession = new Map<string, Set<RecordedTurn>>()

  function remove(sessionId: string, turn: RecordedTurn): void {
    const turns = bySession.get(sessionId)
    turns?.delete(turn)
    if (turns?.size === 0) bySession.delete(sessionId)
  }

  return {
    add(sessionId, added) {
      const turns = bySession.get(sessionId) ?? new Set()
      bySession.set(sessionId, turns)
      for (const turn of added) {
        turns.add(turn)
        void turn.whenEnded().then(() => remove(sessionId, turn))
      }
    },
    async settle(sessionId) {
      const given = [...(bySession.get(sessionId) ?? [])].filter((turn) => turn.isFinished())
      if (given.length === 0) return
      const patience = new AbortController()
      const ends = Promise.all(given.map((turn) => turn.whenEnded()))
      await Promise.race([ends, delay(PATIENCE_MS, undefined, { signal: patience.signal }).catch(() => {})])
      patience.abort()
    },
  }
}
