import { appendAttempt, findMessage, type Scope, type TargetModel } from '@chatmore/db'
import type { MessageRetryInput } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { requireFound } from '../errors/app-error.ts'
import { describeObstacle } from './describe-obstacle.ts'
import { modelUnavailable, windowBusy } from './require-ready-windows.ts'
import { requireShownModels } from './require-shown-models.ts'
import { requireUsableModels } from './require-usable-models.ts'

type Parts = Pick<Dependencies, 'database' | 'engine' | 'demo' | 'owner'> & { scope: Scope }

/** Has an answer written anew, by another model if one is named. The earlier attempt stays readable, marked as superseded. */
export async function retryAnswer(
  parts: Parts,
  { messageId, modelId }: MessageRetryInput,
): Promise<{ assistantMessageId: string }> {
  const { database, engine, demo, owner, scope } = parts
  const model = modelId === undefined ? undefined : await requireOtherModel(parts, messageId, modelId)
  const mayUse = (own: TargetModel) => describeObstacle(own, demo) === null
  const values = { messageId, owner, model, mayUse }
  const attempt = requireFound(await appendAttempt(database, scope, values), 'this answer')
  switch (attempt.outcome) {
    case 'modelUnavailable':
      throw modelUnavailable([attempt.window], demo)
    case 'busy':
      throw windowBusy([{ id: attempt.windowId, runningMessageId: attempt.runningMessageId }])
    case 'appended':
      engine.start(attempt.sessionId, [attempt.assistantMessageId])
      await engine.announceMessages(attempt.sessionId, attempt.supersededIds)
      return { assistantMessageId: attempt.assistantMessageId }
  }
}

async function requireOtherModel(parts: Parts, messageId: string, modelId: string) {
  const { sessionId } = requireFound(await findMessage(parts.database, parts.scope, messageId), 'this answer')
  await requireShownModels(parts.database, sessionId, ['modelId'])
  const models = await requireUsableModels(parts, [{ field: 'modelId', modelId }])
  return requireFound(models.get(modelId), 'this model')
}
