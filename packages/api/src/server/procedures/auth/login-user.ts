import { loginInputSchema, type User } from '../../../contract/index.ts'
import { publicProcedure } from '../../trpc.ts'

export const loginUser = publicProcedure
  .input(loginInputSchema)
  .mutation(async ({ ctx, input }): Promise<{ user: User }> => {
    const user = await ctx.auth.login(ctx, input)
    // What this browser was signed in as before ends here.
    await ctx.auth.endSession(ctx.credentials)
    await ctx.auth.signIn(ctx, user)
    return { user }
  })
