import { userUpdateInputSchema, type ListedUser } from '../../../contract/index.ts'
import { updateUser as update } from '../../services/update-user.ts'
import { adminCookieProcedure } from '../../trpc.ts'

export const updateUser = adminCookieProcedure
  .input(userUpdateInputSchema)
  .mutation(({ ctx, input }): Promise<ListedUser> => update(ctx, input))
