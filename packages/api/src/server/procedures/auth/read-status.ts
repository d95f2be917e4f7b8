import type { AuthStatus } from '../../../contract/index.ts'
import { noInputSchema, publicProcedure } from '../../trpc.ts'

export const readStatus = publicProcedure.input(noInputSchema).query(async ({ ctx }): Promise<AuthStatus> => {
  const identity = await ctx.auth.authenticate(ctx.credentials, { canSetCookie: ctx.setCookie !== undefined })
  if (identity?.renewedCookie) ctx.setCookie?.(identity.renewedCookie)
  return { ...(await ctx.auth.readRegistration()), user: identity?.user ?? null }
})
