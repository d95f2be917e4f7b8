import { inviteCreateInputSchema, type LinkToken } from '../../../contract/index.ts'
import { createInvite as create } from '../../services/create-invite.ts'
import { adminCookieProcedure } from '../../trpc.ts'

export const createInvite = adminCookieProcedure
  .input(inviteCreateInputSchema)
  .mutation(({ ctx, input }): Promise<LinkToken & { id: string }> => create(ctx, input))
