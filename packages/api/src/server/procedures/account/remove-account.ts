import { accountRemoveInputSchema } from '../../../contract/index.ts'
import { takeUserAway } from '../../services/take-user-away.ts'
import { cookieProcedure } from '../../trpc.ts'

/** Deletes one's own account and all that is in it. */
export const removeAccount = cookieProcedure
  .input(accountRemoveInputSchema)
  .mutation(async ({ ctx, input }): Promise<{ ok: true }> => {
    await ctx.auth.requirePassword(ctx, input)
    await takeUserAway(ctx, ctx.user.id)
    ctx.setCookie?.(await ctx.auth.endSession(ctx.credentials))
    return { ok: true }
  })
