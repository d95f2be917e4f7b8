import { registerInputSchema, type User } from '../../../contract/index.ts'
import { publicProcedure } from '../../trpc.ts'

export const registerUser = publicProcedure
  .input(registerInputSchema)
  .mutation(async ({ ctx, input }): Promise<{ user: User }> => {
    const user = await ctx.auth.register(input, ctx.network)
    // A socket could not hand it over, so that nobody would have the session.
    if (ctx.setCookie) ctx.setCookie(await ctx.auth.issueSession(user.id))
    return { user }
  })
