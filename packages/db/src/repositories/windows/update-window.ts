import { and, eq, isNull } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { Scope } from '../../records/scope.ts'
import type { WindowPatch } from '../../records/session.ts'
import { chatWindows } from '../../schema/chat-windows.ts'
import { countRows } from '../count-rows.ts'
import { windowSessionInScope } from '../in-scope.ts'

export interface UpdateWindowValues extends WindowPatch {
  id: string
}

/** Changes what the patch holds; an absent field stays. False where the user has no such window. */
export async function updateWindow(db: Database, scope: Scope, values: UpdateWindowValues): Promise<boolean> {
  const result = await db
    .update(chatWindows)
    .set({
      modelId: values.modelId,
      name: values.name,
      systemMessage: values.systemMessage,
      params: values.params,
      useGlobalInput: values.useGlobalInput,
      updatedAt: new Date(),
    })
    .where(and(eq(chatWindows.id, values.id), isNull(chatWindows.removedAt), windowSessionInScope(scope)))
  return countRows(result) > 0
}
