import { registerInputSchema, type User } from '../../../contract/index.ts'
import { publicProcedure } from '../../trpc.ts'

export const registerUser = publicProcedure
  .input(registerInputSchema)
  .mutation(async ({ ctx, input }): Promise<{ user: User }> => {
    const user = await ctx.auth.register(ctx, input)
    await ctx.auth.signIn(ctx, user)
    return { user }
  })
