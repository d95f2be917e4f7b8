import { idInputSchema } from '../../../contract/index.ts'
import { AppError } from '../../errors/app-error.ts'
import { takeUserAway } from '../../services/take-user-away.ts'
import { adminCookieProcedure } from '../../trpc.ts'

/** Deletes a user's account and all that is in it. */
export const removeUser = adminCookieProcedure
  .input(idInputSchema)
  .mutation(({ ctx, input }): Promise<{ id: string }> => {
    if (input.id === ctx.user.id) {
      throw new AppError(
        'CONFLICT',
        'this is your own account: delete it on its own page, with your password',
      )
    }
    return takeUserAway(ctx, input.id)
  })
