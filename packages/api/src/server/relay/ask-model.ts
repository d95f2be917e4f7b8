import { findRelayModel, type ModelConfigRow } from '@chatmore/db'
import type { Context } from '../context.ts'
import { AppError } from '../errors/app-error.ts'
import { describeObstacle } from '../services/describe-obstacle.ts'
import { passOn, type Passing } from './pass-on.ts'
import type { RelayReply } from './relay.ts'

/** Asks one model once it is its turn. Throws for what ChatMore itself refuses meanwhile. */
export async function askModel(ctx: Context, passing: Passing, reply: RelayReply): Promise<void> {
  const leave = await enterQueue(ctx, passing)
  try {
    // Who had to wait may have lost the right to it, or the model its key.
    const model = passing.model.maxConcurrent === null ? passing.model : await requireAgain(ctx, passing)
    await passOn(ctx, { ...passing, model }, reply)
  } finally {
    leave()
  }
}

async function enterQueue({ queues }: Context, { userId, model, request }: Passing): Promise<() => void> {
  const { id: modelId, maxConcurrent: limit } = model
  if (limit === null) return () => {}
  return queues.enter({ modelId, userId, limit, signal: request.signal, onPlace: () => {} })
}

async function requireAgain(ctx: Context, { userId, model: { id, name } }: Passing): Promise<ModelConfigRow> {
  const identity = await ctx.auth.authenticate(ctx.credentials, { canSetCookie: false })
  if (!identity) throw new AppError('UNAUTHORIZED', 'this API key is no longer one of ChatMore')
  const model = await findRelayModel(ctx.database, { userId }, id)
  if (model && !describeObstacle(model, ctx.demo)) return model
  throw noSuchModel(name)
}

export function noSuchModel(name: string): AppError {
  return new AppError('NOT_FOUND', `there is no model “${name}” for this key`, { fields: { model: '' } })
}
