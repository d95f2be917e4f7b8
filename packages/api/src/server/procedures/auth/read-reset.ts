import { findResetUser } from '@chatmore/db'
import { linkTokenInputSchema } from '../../../contract/index.ts'
import { invalidLink } from '../../auth/invalid-link.ts'
import { hashSecretToken } from '../../auth/secret-token.ts'
import { publicProcedure } from '../../trpc.ts'

/** Whose password a link sets. */
export const readReset = publicProcedure
  .input(linkTokenInputSchema)
  .query(async ({ ctx, input }): Promise<{ email: string }> => {
    const user = await findResetUser(ctx.database, hashSecretToken(input.token))
    if (!user) throw invalidLink()
    return { email: user.email }
  })
