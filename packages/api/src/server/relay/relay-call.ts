import { identifyCaller } from '../auth/identify-caller.ts'
import type { Context } from '../context.ts'
import { AppError } from '../errors/app-error.ts'
import { askMany, requireForMany } from './many/ask-many.ts'
import { askTarget } from './ask-target.ts'
import type { RelayContext } from './relay-context.ts'
import { limitKey, resolveForKey } from './limit-key.ts'
import { readRelayBody } from './read-relay-body.ts'
import type { RelayReply, RelayRequest } from './relay.ts'
import { requireLogRoom } from './require-log-room.ts'
import { recordTurns } from './record/record-turns.ts'

/** Who calls: the relay takes API keys alone, since a browser sends its cookie with whatever page asks it to. */
export async function identifyKey(ctx: Context) {
  if (ctx.credentials.type !== 'apiKey') {
    throw new AppError('UNAUTHORIZED', 'send an API key of ChatMore: Authorization: Bearer cm-...')
  }
  return identifyCaller(ctx, true).catch((error: unknown) => {
    if (!(error instanceof AppError) || error.appCode !== 'UNAUTHORIZED') throw error
    const where = `not one for programs at ${ctx.address}`
    throw new AppError('UNAUTHORIZED', `this API key is not, or no longer, one of ChatMore, or ${where}`)
  })
}

/** Passes a request on to what it names, and the answer back. Throws for what ChatMore itself refuses. */
export async function relayCall(ctx: RelayContext, request: RelayRequest, reply: RelayReply): Promise<void> {
  const identity = await identifyKey(ctx)
  const text = await request.readBody()
  if (typeof text !== 'string') return reply.refuse(text)
  if (ctx.isDraining()) throw new AppError('UNAVAILABLE', 'the server is restarting: try again in a moment')
  await requireLogRoom(ctx)
  const body = readRelayBody(request.path, text)
  const key = limitKey(ctx, identity)
  const name = JSON.stringify(['models', key.scope, body.model])
  const resolved = await ctx.recent.recall(name, () => resolveForKey(ctx, key, body.model))
  const { isMany } = resolved
  const asking = { request, body, userId: identity.user.id, key }
  if (isMany) requireForMany(asking, resolved.targets.length)
  const targets = request.record ? await recordTurns(ctx, asking, resolved.targets) : resolved.targets
  if (isMany) return askMany(ctx, { ...asking, targets }, reply)
  for (const target of targets) await askTarget(ctx, { ...asking, target }, reply)
}
