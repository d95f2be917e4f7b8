import { findRelayModel, type ModelConfigRow } from '@chatmore/db'
import { identifyCaller } from '../auth/identify-caller.ts'
import type { Context } from '../context.ts'
import { AppError } from '../errors/app-error.ts'
import { describeObstacle } from '../services/describe-obstacle.ts'
import { passOn } from './pass-on.ts'
import { readRelayBody } from './read-relay-body.ts'
import type { RelayReply, RelayRequest } from './relay.ts'

/** Who calls: the relay takes API keys alone, since a browser sends its cookie with whatever page asks it to. */
export async function identifyKey(ctx: Context) {
  if (ctx.credentials.type !== 'apiKey') {
    throw new AppError('UNAUTHORIZED', 'send an API key of ChatMore: Authorization: Bearer cm-...')
  }
  return identifyCaller(ctx).catch((error: unknown) => {
    if (!(error instanceof AppError) || error.appCode !== 'UNAUTHORIZED') throw error
    throw new AppError('UNAUTHORIZED', 'this API key is not, or no longer, one of ChatMore')
  })
}

/** Passes a request on to the model that it names, and the answer back. Throws for what ChatMore itself refuses. */
export async function relayCall(ctx: Context, request: RelayRequest, reply: RelayReply): Promise<void> {
  const { user } = await identifyKey(ctx)
  const text = await request.readBody()
  if (typeof text !== 'string') return reply.refuse(text)
  if (ctx.isDraining()) throw new AppError('UNAVAILABLE', 'the server is restarting: try again in a moment')
  const body = readRelayBody(request.path, text)
  const chosen = await requireModel(ctx, user.id, body.model)
  const leave = await enterQueue(ctx, { userId: user.id, model: chosen, signal: request.signal })
  try {
    // Who had to wait may have lost the right to it, or the model its key.
    const model = chosen.maxConcurrent === null ? chosen : await requireAgain(ctx, user.id, body.model)
    await passOn(ctx, { request, body, model, userId: user.id }, reply)
  } finally {
    leave()
  }
}

async function requireModel(ctx: Context, userId: string, name: string): Promise<ModelConfigRow> {
  const model = await findRelayModel(ctx.database, { userId }, name)
  if (model && !describeObstacle(model, ctx.demo)) return model
  throw new AppError('NOT_FOUND', `there is no model “${name}” for this key`, { fields: { model: '' } })
}

async function requireAgain(ctx: Context, userId: string, name: string): Promise<ModelConfigRow> {
  const identity = await ctx.auth.authenticate(ctx.credentials, { canSetCookie: false })
  if (!identity) throw new AppError('UNAUTHORIZED', 'this API key is no longer one of ChatMore')
  return requireModel(ctx, userId, name)
}

interface Turn {
  userId: string
  model: ModelConfigRow
  signal: AbortSignal
}

async function enterQueue({ queues }: Context, { userId, model, signal }: Turn): Promise<() => void> {
  const { id: modelId, maxConcurrent: limit } = model
  if (limit === null) return () => {}
  return queues.enter({ modelId, userId, limit, signal, onPlace: () => {} })
}
