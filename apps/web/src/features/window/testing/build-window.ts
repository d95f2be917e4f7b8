import type { ChatWindow, Session } from '@chatmore/api/contract'

function buildWindow(patch: Partial<ChatWindow> = {}): ChatWindow {
  return {
    id: 'window-1',
    sessionId: 'session-1',
    modelId: 'model-1',
    modelName: 'gpt-x',
    name: 'gpt-x',
    position: 0,
    systemMessage: null,
    params: {},
    useGlobalInput: true,
    historySeq: 0,
    catchUp: null,
    createdAt: '2026-11-22T10:00:00.000Z',
    ...patch,
  }
}

export function buildSession(patch: Partial<Session> = {}): Session {
  return {
    id: 'session-1',
    title: 'Refactor the parser',
    systemMessage: null,
    initialBroadcastDone: true,
    pinned: false,
    archived: false,
    blind: false,
    tags: [],
    windows: [
      buildWindow(),
      buildWindow({ id: 'window-2', name: 'deepseek', modelName: 'deepseek-chat', position: 1 }),
      buildWindow({ id: 'window-3', name: 'local', modelName: 'llama', position: 2 }),
    ],
    createdAt: '2026-11-22T10:00:00.000Z',
    updatedAt: '2026-11-22T10:00:00.000Z',
    ...patch,
  }
}
