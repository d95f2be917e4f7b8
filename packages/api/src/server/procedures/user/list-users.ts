import { listUsers as findUsers } from '@chatmore/db'
import { userListInputSchema, type ListedUser, type Page } from '../../../contract/index.ts'
import { adminProcedure } from '../../trpc.ts'

export const listUsers = adminProcedure
  .input(userListInputSchema)
  .query(({ ctx, input }): Promise<Page<ListedUser>> => findUsers(ctx.database, input))
