const MAX_SESSIONS = 10_000

/**
 * The windows that sessions had when they were last sent to: a guess of whose histories the next send needs, so that it
 * can read them along with the rest. A wrong guess costs another statement and nothing else.
 */
export interface RecentWindows {
  find(sessionId: string): string[]
  note(sessionId: string, windowIds: string[]): void
}

export function createRecentWindows(): RecentWindows {
  const bySession = new Map<string, string[]>()
  return {
    find: (sessionId) => bySession.get(sessionId) ?? [],
    note(sessionId, windowIds) {
      bySession.delete(sessionId)
      bySession.set(sessionId, windowIds)
      const [oldest] = bySession.keys()
      if (bySession.size > MAX_SESSIONS && oldest !== undefined) bySession.delete(oldest)
    },
  }
}
