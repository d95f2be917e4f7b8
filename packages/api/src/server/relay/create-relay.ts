import { getTRPCErrorFromUnknown } from '@trpc/server'
import type { Context } from '../context.ts'
import { formatError } from '../errors/format-error.ts'
import { listOfferedModels } from '../services/list-models.ts'
import { identifyKey, relayCall } from './relay-call.ts'
import { SERVER_STOPS, type RelayRefusal, type RelayReply, type RelayRequest } from './relay.ts'
import { toOwnRefusal } from './to-relay-refusal.ts'

/** A model as `GET /v1/models` lists it. */
export interface RelayModel {
  id: string
  object: 'model'
  created: number
  owned_by: string
}

/** The OpenAI-format endpoint for other programs. It knows of the calls that are open, to end them with the server. */
export function createRelay() {
  const open = new Map<Promise<void>, AbortController>()

  async function answer(ctx: Context, request: RelayRequest, reply: RelayReply): Promise<void> {
    try {
      await relayCall(ctx, request, reply)
    } catch (error) {
      if (request.signal.reason !== SERVER_STOPS && request.signal.aborted) return
      reply.refuse(explain(ctx, error))
    }
  }

  return {
    /** Never rejects: a refusal is an answer too. */
    async call(ctx: Context, request: RelayRequest, reply: RelayReply): Promise<void> {
      const controller = new AbortController()
      const signal = AbortSignal.any([request.signal, controller.signal])
      const answering = answer(ctx, { ...request, signal }, reply)
      open.set(answering, controller)
      await answering
      open.delete(answering)
    },
    async listModels(ctx: Context): Promise<RelayModel[] | RelayRefusal> {
      const caller = await identifyKey(ctx).catch((error: unknown) => explain(ctx, error))
      if ('status' in caller) return caller
      const models = await listOfferedModels({ ...ctx, scope: { userId: caller.user.id } })
      return models
        .filter(({ enabled }) => enabled)
        .map(({ name, provider, createdAt }) => ({
          id: name,
          object: 'model',
          created: Math.floor(Date.parse(createdAt) / 1000),
          owned_by: provider,
        }))
    },
    explain,
    /** Lets what is open end within so long, then ends it. Resolves once all of it is in the log. */
    async shutdown(graceMs: number): Promise<void> {
      const timer = setTimeout(() => {
        for (const controller of open.values()) controller.abort(SERVER_STOPS)
      }, graceMs)
      await Promise.all(open.keys())
      clearTimeout(timer)
    },
  }
}

/** Why ChatMore itself refuses, put on record where that is of interest. */
function explain(ctx: Context, failure: unknown): RelayRefusal {
  ctx.auth.noteRefusal(ctx, 'relay', failure)
  const error = getTRPCErrorFromUnknown(failure)
  return toOwnRefusal(formatError({ error, path: undefined, ctx }))
}
