import { identifyCaller } from '../auth/identify-caller.ts'
import type { Context } from '../context.ts'
import { AppError, invalidInput } from '../errors/app-error.ts'
import { askMany } from './ask-many.ts'
import { askTarget, type RelayContext } from './ask-target.ts'
import { readRelayBody } from './read-relay-body.ts'
import type { RelayReply, RelayRequest } from './relay.ts'
import { requireLogRoom } from './require-log-room.ts'
import { resolveTargets } from './resolve-targets.ts'

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

/** Passes a request on to what it names, and the answer back. Throws for what ChatMore itself refuses. */
export async function relayCall(ctx: RelayContext, request: RelayRequest, reply: RelayReply): Promise<void> {
  const { user } = await identifyKey(ctx)
  const text = await request.readBody()
  if (typeof text !== 'string') return reply.refuse(text)
  if (ctx.isDraining()) throw new AppError('UNAVAILABLE', 'the server is restarting: try again in a moment')
  await requireLogRoom(ctx)
  const body = readRelayBody(request.path, text)
  const { targets, isMany } = await resolveTargets(ctx, { userId: user.id }, body.model)
  const asking = { request, body, userId: user.id }
  if (isMany) return askMany(ctx, { ...asking, targets: requireChat(request, targets) }, reply)
  for (const target of targets) await askTarget(ctx, { ...asking, target }, reply)
}

function requireChat<Targets>({ path }: RelayRequest, targets: Targets): Targets {
  if (path === 'chat/completions') return targets
  throw invalidInput({ model: 'names several models, which /v1/chat/completions alone can ask at once' })
}
