import {
  findWindow,
  startCatchUp as noteCatchUp,
  stopCatchUp as endCatchUp,
  type Scope,
  type TargetModel,
} from '@chatmore/db'
import type { ChatWindow, WindowCatchUpInput } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { AppError, invalidInput, requireFound } from '../errors/app-error.ts'
import { describeObstacle } from './describe-obstacle.ts'
import { publishWindow } from './publish-window.ts'

type Parts = Pick<Dependencies, 'database' | 'engine' | 'catchUps' | 'demo' | 'owner'> & { scope: Scope }

/** Has a window given the inputs of another one, turn by turn. One that was held up goes on, and asks for its last answer anew. */
export async function startCatchUp(parts: Parts, input: WindowCatchUpInput): Promise<ChatWindow> {
  const { id, fromWindowId } = input
  const { database, scope, engine, demo, owner } = parts
  if (id === fromWindowId) throw invalidInput({ fromWindowId: 'is the window itself' })
  const window = requireFound(await findWindow(database, scope, id), 'this window')
  requireForKey(scope, window)
  const mayUse = (model: TargetModel) => describeObstacle(model, demo) === null
  const request = { windowId: id, fromWindowId, owner, mayUse }
  const started = requireFound(await noteCatchUp(database, scope, request), 'the window of fromWindowId')
  const { sessionId, assistantMessageId } = started
  if (assistantMessageId !== null) engine.start(sessionId, [assistantMessageId])
  const published = await publishWindow(parts, window)
  parts.catchUps.wake()
  return published
}

/** The turns are asked in the background, for the user: with an API key that is not for the model there would be a way around it. */
function requireForKey({ keyModelIds }: Scope, { modelId }: { modelId: string }): void {
  if (!keyModelIds || keyModelIds.includes(modelId)) return
  throw new AppError('MODEL_UNAVAILABLE', 'this API key is not for the model of this window')
}

/** What was replayed stays, and an answer that runs goes on. */
export async function stopCatchUp(parts: Parts, id: string): Promise<ChatWindow> {
  const { database, scope } = parts
  const window = requireFound(await findWindow(database, scope, id), 'this window')
  requireFound(await endCatchUp(database, scope, id), 'this window')
  return publishWindow(parts, window)
}
