import { findWindow, updateWindow as saveWindow, type Scope } from '@chatmore/db'
import type { ChatWindow, WindowUpdateInput } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { requireFound } from '../errors/app-error.ts'
import { publishWindow } from './publish-window.ts'
import { requireShownModels } from './require-shown-models.ts'
import { requireUsableModels } from './require-usable-models.ts'

type Parts = Pick<Dependencies, 'database' | 'engine' | 'demo'> & { scope: Scope }

/** What a blind session keeps to itself, and so nobody can change. */
const HIDDEN_SETTINGS = ['modelId', 'params', 'systemMessage'] as const

/** A change counts from the next turn: an answer that is running goes on as it began. */
export async function updateWindow(parts: Parts, input: WindowUpdateInput): Promise<ChatWindow> {
  const window = requireFound(await findWindow(parts.database, parts.scope, input.id), 'this window')
  const hidden = HIDDEN_SETTINGS.filter((field) => input[field] !== undefined)
  await requireShownModels(parts.database, window.sessionId, hidden)
  if (input.modelId !== undefined && input.modelId !== window.modelId) {
    await requireUsableModels(parts, [{ field: 'modelId', modelId: input.modelId }])
  }
  requireFound(await saveWindow(parts.database, parts.scope, input), 'this window')
  return publishWindow(parts, window)
}
