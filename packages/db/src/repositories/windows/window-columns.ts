import type { ChatWindowRecord } from '../../records/session.ts'
import { chatWindows } from '../../schema/chat-windows.ts'
import { modelConfigs } from '../../schema/model-configs.ts'

/** What a window is read as; the query joins its model. */
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
  createdAt: chatWindows.createdAt,
}

export function toWindow(row: Omit<ChatWindowRecord, 'createdAt'> & { createdAt: Date }): ChatWindowRecord {
  return { ...row, createdAt: row.createdAt.toISOString() }
}
