import { recordAudit } from '../../audit/audited.ts'
import { noInputSchema, userProcedure } from '../../trpc.ts'

export const logoutUser = userProcedure
  .input(noInputSchema)
  .mutation(async ({ ctx }): Promise<{ ok: true }> => {
    const { user, credentials } = ctx
    const blankCookie = await ctx.auth.endSession(credentials)
    ctx.setCookie?.(blankCookie)
    if (credentials.type === 'session') {
      await recordAudit(ctx, { action: 'signIn.ended', target: { id: user.id, name: user.email } })
    }
    return { ok: true }
  })
