import { listInvites as findInvites } from '@chatmore/db'
import { inviteListInputSchema, type Invite, type Page } from '../../../contract/index.ts'
import { adminProcedure } from '../../trpc.ts'

export const listInvites = adminProcedure
  .input(inviteListInputSchema)
  .query(({ ctx, input }): Promise<Page<Invite>> => findInvites(ctx.database, input))
