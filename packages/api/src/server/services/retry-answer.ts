import { appendAttempt, type Scope, type TargetModel } from '@chatmore/db'
import type { Dependencies } from '../context.ts'
import { requireFound } from '../errors/app-error.ts'
import { describeObstacle } from './describe-obstacle.ts'
import { modelUnavailable, windowBusy } from './require-ready-windows.ts'

type Parts = Pick<Dependencies, 'database' | 'engine' | 'demo' | 'owner'> & { scope: Scope }

/** Has an answer written anew. The earlier attempt stays readable, marked as superseded. */
export async function retryAnswer(parts: Parts, messageId: string): Promise<{ assistantMessageId: string }> {
  const { database, engine, demo, owner, scope } = parts
  const values = { messageId, owner, mayUse: (model: TargetModel) => describeObstacle(model, demo) === null }
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
