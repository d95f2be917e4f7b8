import type { Session } from '../../../contract/index.ts'

export function buildSession(values: Partial<Session> = {}): Session {
  return {
    id: 'session-1',
    title: 'A session',
    systemMessage: null,
    pinned: false,
    archived: false,
    tags: [],
    initialBroadcastDone: true,
    blind: false,
    windows: [],
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
    ...values,
  }
}
