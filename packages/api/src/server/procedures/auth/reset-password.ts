import { passwordResetInputSchema, type User } from '../../../contract/index.ts'
import { setPasswordByLink } from '../../auth/set-password-by-link.ts'
import { publicProcedure } from '../../trpc.ts'

/** Sets a password by a link, ends all sign-ins, and signs this browser in. */
export const resetOwnPassword = publicProcedure
  .input(passwordResetInputSchema)
  .mutation(async ({ ctx, input }): Promise<{ user: User }> => {
    const user = await setPasswordByLink(ctx, input)
    await ctx.auth.signIn(ctx, user)
    return { user }
  })
