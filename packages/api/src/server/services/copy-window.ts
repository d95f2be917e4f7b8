import {
  duplicateWindow as insertDuplicate,
  findMessage,
  findSession,
  findWindow,
  forkWindow as insertFork,
  type ChatWindowRecord,
  type Scope,
} from '@chatmore/db'
import { isInFlight, type ChatWindow, type WindowForkInput } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { requireFound } from '../errors/app-error.ts'
import { chooseWindowName } from './choose-window-name.ts'
import { publishWindow } from './publish-window.ts'
import { windowBusy } from './require-ready-windows.ts'
import { requireRoom } from './require-room.ts'
import { requireShownModels } from './require-shown-models.ts'
import { requireUsableModels } from './require-usable-models.ts'

type Parts = Pick<Dependencies, 'database' | 'engine' | 'demo'> & { scope: Scope }

/** A window beside this one with the same model and settings, and an empty history. */
export async function duplicateWindow(parts: Parts, id: string): Promise<ChatWindow> {
  const { database, scope } = parts
  const window = requireFound(await findWindow(database, scope, id), 'this window')
  const name = await chooseName(parts, window, { field: 'id' })
  return publishWindow(
    parts,
    requireFound(await insertDuplicate(database, scope, { id, name }), 'this window'),
  )
}

/** A window beside a message's with a copy of the history up to it, or to before its turn, by another model if one is named. */
export async function forkWindow(parts: Parts, input: WindowForkInput): Promise<ChatWindow> {
  const { database, scope } = parts
  const message = requireFound(await findMessage(database, scope, input.messageId), 'this message')
  const window = requireFound(await findWindow(database, scope, message.windowId), 'this message')
  if (isInFlight(message.status) && !input.before)
    throw windowBusy([{ id: window.id, runningMessageId: message.id }])
  if (input.modelId !== undefined) {
    await requireShownModels(database, window.sessionId, ['modelId'])
    await requireUsableModels(parts, [{ field: 'modelId', modelId: input.modelId }])
  }
  const name = await chooseName(parts, window, { field: 'messageId', name: input.name })
  return publishWindow(
    parts,
    requireFound(await insertFork(database, scope, { ...input, name }), 'this message'),
  )
}

async function chooseName(
  { database, scope }: Parts,
  { sessionId, name }: ChatWindowRecord,
  wanted: { field: string; name?: string | undefined },
): Promise<string> {
  const session = requireFound(await findSession(database, scope, sessionId), 'this session')
  requireRoom(session, wanted.field)
  const taken = session.windows.map((window) => window.name)
  return wanted.name ?? chooseWindowName(name, taken)
}
