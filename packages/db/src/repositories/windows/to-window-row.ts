import { newId } from '../../new-id.ts'
import type { WindowValues } from '../../records/session.ts'
import type { chatWindows } from '../../schema/chat-windows.ts'

export function toWindowRow(
  sessionId: string,
  values: WindowValues,
  position: number,
): typeof chatWindows.$inferInsert {
  const now = new Date()
  return {
    id: newId(),
    sessionId,
    modelId: values.modelId,
    name: values.name,
    position,
    systemMessage: values.systemMessage ?? null,
    params: values.params ?? {},
    useGlobalInput: values.useGlobalInput ?? true,
    createdAt: now,
    updatedAt: now,
  }
}
