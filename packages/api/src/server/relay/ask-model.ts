import { findRelayModel, type ModelConfigRow } from '@chatmore/db'
import { AppError } from '../errors/app-error.ts'
import { describeObstacle } from '../services/describe-obstacle.ts'
import type { RelayContext } from './relay-context.ts'
import { holdAccess } from './hold-access.ts'
import { passOn, type Passing } from './pass-on.ts'
import { noSuchModel } from './no-such-model.ts'
import type { RelayReply } from './relay.ts'

/** A call before it is its turn. */
export type Asked = Omit<Passing, 'access'>

/** Asks one model once it is its turn. Throws for what ChatMore itself refuses meanwhile. */
export async function askModel(ctx: RelayContext, passing: Asked, reply: RelayReply): Promise<void> {
  const leave = await enterQueue(ctx, passing)
  const access = holdAccess(ctx, passing.model.id)
  try {
    // Who had to wait may have lost the right to it, or the model its key.
    const model = passing.model.maxConcurrent === null ? passing.model : await requireAgain(ctx, passing)
    await passOn(ctx, { ...passing, model, access }, reply)
  } finally {
    access.release()
    leave()
  }
}

/** Whoever watches a recorded answer is told where its call stands. */
async function enterQueue(
  { queues }: RelayContext,
  { userId, model, request, turn }: Asked,
): Promise<() => void> {
  const { id: modelId, maxConcurrent: limit } = model
  if (limit === null) return () => {}
  const onPlace = (place: number | null) => turn?.notePlace(place)
  const leave = await queues.enter({ modelId, userId, limit, signal: request.signal, onPlace })
  onPlace(null)
  return leave
}

async function requireAgain(ctx: RelayContext, { model: { id, name } }: Asked): Promise<ModelConfigRow> {
  const identity = await ctx.auth.authenticate(ctx.credentials, { canSetCookie: false })
  if (!identity) throw new AppError('UNAUTHORIZED', 'this API key is no longer one of ChatMore')
  const model = await findRelayModel(ctx.database, identity.scope, id)
  if (model && !describeObstacle(model, ctx.demo)) return model
  throw noSuchModel(name)
}
