import { addWindow as insertWindow, findSession, type Scope } from '@chatmore/db'
import { MAX_WINDOWS, type ChatWindow, type WindowAddInput } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { invalidInput, requireFound } from '../errors/app-error.ts'
import { chooseWindowName } from './choose-window-name.ts'
import { publishWindow } from './publish-window.ts'
import { requireShownModels } from './require-shown-models.ts'
import { requireUsableModels } from './require-usable-models.ts'

type Parts = Pick<Dependencies, 'database' | 'engine' | 'demo'> & { scope: Scope }

export async function addWindow(parts: Parts, input: WindowAddInput): Promise<ChatWindow> {
  const session = requireFound(
    await findSession(parts.database, parts.scope, input.sessionId),
    'this session',
  )
  await requireShownModels(parts.database, session.id, ['modelId'])
  if (session.windows.length >= MAX_WINDOWS) {
    throw invalidInput({ sessionId: `is a session with ${MAX_WINDOWS} windows, which is the most` })
  }
  const models = await requireUsableModels(parts, [{ field: 'modelId', modelId: input.modelId }])
  const taken = session.windows.map((window) => window.name)
  const name = input.name ?? chooseWindowName(models.get(input.modelId)?.name ?? '', taken)
  const window = requireFound(
    await insertWindow(parts.database, parts.scope, { ...input, name }),
    'this session',
  )
  return publishWindow(parts, window)
}
