import { passwordChangeInputSchema } from '../../../contract/index.ts'
import { changePassword as change } from '../../auth/change-password.ts'
import { cookieProcedure } from '../../trpc.ts'

export const changePassword = cookieProcedure
  .input(passwordChangeInputSchema)
  .mutation(({ ctx, input }): Promise<{ ended: number }> => change(ctx, input))
