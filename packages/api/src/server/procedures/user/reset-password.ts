import { idInputSchema, type LinkToken } from '../../../contract/index.ts'
import { createResetLink } from '../../services/create-reset-link.ts'
import { adminCookieProcedure } from '../../trpc.ts'

export const resetPassword = adminCookieProcedure
  .input(idInputSchema)
  .mutation(({ ctx, input }): Promise<LinkToken> => createResetLink(ctx, input.id))
