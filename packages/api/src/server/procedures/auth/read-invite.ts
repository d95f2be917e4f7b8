import { findGoodInvite } from '@chatmore/db'
import { linkTokenInputSchema, type Role } from '../../../contract/index.ts'
import { hashSecretToken } from '../../auth/secret-token.ts'
import { invalidLink } from '../../auth/invalid-link.ts'
import { publicProcedure } from '../../trpc.ts'

/** Whether an invitation is good still, before anybody fills in a form for it. */
export const readInvite = publicProcedure
  .input(linkTokenInputSchema)
  .query(async ({ ctx, input }): Promise<{ role: Role; expiresAt: string }> => {
    const invite = await findGoodInvite(ctx.database, hashSecretToken(input.token))
    if (!invite) throw invalidLink()
    return { role: invite.role, expiresAt: invite.expiresAt.toISOString() }
  })
