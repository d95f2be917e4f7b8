import { tracked, type TrackedEnvelope } from '@trpc/server'
import { sessionWatchInputSchema, type WatchBatch, type WatchEvent } from '../../../contract/index.ts'
import { requireWatchable } from '../../services/require-watchable.ts'
import { userProcedure } from '../../trpc.ts'

/** Every yield is tracked: one that is not would make the client forget where to resume. */
export const watchSession = userProcedure.input(sessionWatchInputSchema).subscription(async function* ({
  ctx,
  input,
  signal,
}): AsyncGenerator<TrackedEnvelope<WatchEvent | WatchBatch>> {
  await requireWatchable(ctx, input.id)
  const events = ctx.engine.watch(input.id, {
    lastEventId: input.lastEventId,
    isBatched: input.batched,
    signal: signal ?? new AbortController().signal,
    bufferedAmount: ctx.bufferedAmount,
    isAllowed: () => ctx.auth.holds(ctx.credentials, { sessionId: input.id }),
  })
  for await (const { id, event } of events) yield tracked(id, await ctx.veil.hideEvent(input.id, event))
  // It ended for the watcher, for the server, or for want of a right: then this says which.
  if (!signal?.aborted) await requireWatchable(ctx, input.id)
})
