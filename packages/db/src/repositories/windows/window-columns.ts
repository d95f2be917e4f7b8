import type { ChatWindowRecord } from '../../records/session.ts'
import { catchUps } from '../../schema/catch-ups.ts'
import { chatWindows } from '../../schema/chat-windows.ts'
import { modelConfigs } from '../../schema/model-configs.ts'

/** What a window is read as; the query joins its model, and its catch-up if it has one. */
export const windowColumns = {
  id: chatWindows.id,
  sessionId: chatWindows.sessionId,
  modelId: chatWindows.modelId,
  modelName: modelConfigs.name,
  name: chatWindows.name,
  position: chatWindows.position,
  systemMessage: chatWindows.systemMessage,
  params: chatWindows.params,
  useGlobalInput: chatWindows.useGlobalInput,
  historySeq: chatWindows.historySeq,
  catchUp: {
    fromWindowId: catchUps.fromWindowId,
    done: catchUps.done,
    total: catchUps.total,
    status: catchUps.status,
  },
  createdAt: chatWindows.createdAt,
}

export function toWindow(row: Omit<ChatWindowRecord, 'createdAt'> & { createdAt: Date }): ChatWindowRecord {
  return { ...row, createdAt: row.createdAt.toISOString() }
}
