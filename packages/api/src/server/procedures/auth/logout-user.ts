import { noInputSchema, userProcedure } from '../../trpc.ts'

export const logoutUser = userProcedure
  .input(noInputSchema)
  .mutation(async ({ ctx }): Promise<{ ok: true }> => {
    const blankCookie = await ctx.auth.endSession(ctx.credentials)
    ctx.setCookie?.(blankCookie)
    return { ok: true }
  })
