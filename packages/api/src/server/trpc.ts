import { initTRPC } from '@trpc/server'
import { z } from 'zod'
import { countForAddress, identifyCaller } from './auth/identify-caller.ts'
import type { Context } from './context.ts'
import { AppError } from './errors/app-error.ts'
import { formatError, type AppErrorShape } from './errors/format-error.ts'

const t = initTRPC.context<Context>().create({
  // No stack traces, whatever NODE_ENV is.
  isDev: false,
  // The annotation keeps the shape a name in every procedure's type.
  errorFormatter: (failure): AppErrorShape => formatError(failure),
})

export const router = t.router

/** The most calls in one batch or frame, for the adapters' `maxBatchSize` and the client's `maxItems`. */
export const MAX_BATCH_SIZE = 20

/** For procedures that take nothing: an unknown field is refused there as well. */
export const noInputSchema = z.strictObject({}).nullish()

/** Who is refused what they may not, or comes too often, is on record. What was changed counts from the next call on. */
const procedure = t.procedure.use(async ({ ctx, path, type, next }) => {
  const result = await next()
  if (type === 'mutation') ctx.recent.forget()
  if (!result.ok) ctx.auth.noteRefusal(ctx, path, result.error)
  return result
})

export const publicProcedure = procedure.use(({ ctx, next }) => {
  countForAddress(ctx)
  return next()
})

/** Whatever a procedure gives or refuses, the models of blind sessions are hidden in it. */
const veiledProcedure = procedure.use(async ({ ctx, next }) => {
  const result = await next()
  if (result.ok) return { ...result, data: await ctx.veil.hide(result.data) }
  throw await ctx.veil.hideError(result.error)
})

/** What the call changed is told to the user's other tabs and devices. */
export const userProcedure = veiledProcedure.use(async ({ ctx, next, type, path }) => {
  const { user, scope, method, apiKey } = await identifyCaller(ctx)
  const result = await next({ ctx: { user, scope, method, apiKey } })
  if (type === 'mutation' && result.ok) ctx.notices.note(user.id, path.split('.')[0] ?? path)
  return result
})

/** For what starts answers, which a server that is about to end could not give. An API key has so many a minute. */
export const runProcedure = userProcedure.use(({ ctx, next }) => {
  if (ctx.isDraining()) throw new AppError('UNAVAILABLE', 'the server is restarting: try again in a moment')
  if (ctx.apiKey) ctx.keyRates.count(ctx.apiKey)
  return next()
})

export const adminProcedure = userProcedure.use(({ ctx, next }) => {
  if (ctx.user.role !== 'admin') throw new AppError('FORBIDDEN', 'only an administrator may do this')
  return next()
})

/** For what an API key must not do, such as make another one. */
export const cookieProcedure = userProcedure.use(({ ctx, next }) => {
  if (ctx.method !== 'session') throw new AppError('FORBIDDEN', 'an API key may not do this: sign in instead')
  return next()
})

/** For what would give whoever finds an administrator's API key a way in that outlasts it. */
export const adminCookieProcedure = cookieProcedure.use(({ ctx, next }) => {
  if (ctx.user.role !== 'admin') throw new AppError('FORBIDDEN', 'only an administrator may do this')
  return next()
})
