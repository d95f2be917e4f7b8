import type { ChatWindow, Session } from '../../../contract/index.ts'

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

export function buildWindow(values: Partial<ChatWindow> = {}): ChatWindow {
  return {
    id: 'window-1',
    sessionId: 'session-1',
    modelId: 'model-1',
    modelName: 'Model 1',
    name: 'Window 1',
    position: 1,
    systemMessage: null,
    params: {},
    useGlobalInput: true,
    historySeq: 0,
    catchUp: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    ...values,
  }
}
