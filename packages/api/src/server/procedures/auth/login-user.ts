import { loginInputSchema, type User } from '../../../contract/index.ts'
import { publicProcedure } from '../../trpc.ts'

export const loginUser = publicProcedure
  .input(loginInputSchema)
  .mutation(async ({ ctx, input }): Promise<{ user: User }> => {
    const user = await ctx.auth.login(input, ctx.network)
    // What this browser was signed in as before ends here.
    await ctx.auth.endSession(ctx.credentials)
    // A socket could not hand it over, so that nobody would have the session.
    if (ctx.setCookie) ctx.setCookie(await ctx.auth.issueSession(user.id))
    return { user }
  })
