import { getTRPCErrorFromUnknown } from '@trpc/server'
import type { Context } from '../context.ts'
import { formatError } from '../errors/format-error.ts'
import type { RelayRefusal } from './relay.ts'
import { toOwnRefusal } from './to-relay-refusal.ts'

/** Why ChatMore itself refuses, put on record where that is of interest. */
export function explainRefusal(ctx: Context, failure: unknown): RelayRefusal {
  ctx.auth.noteRefusal(ctx, 'relay', failure)
  const error = getTRPCErrorFromUnknown(failure)
  return toOwnRefusal(formatError({ error, path: undefined, ctx }))
}
