import { restoreSession as restore } from '@chatmore/db'
import { idInputSchema, type Session } from '../../../contract/index.ts'
import { requireFound } from '../../errors/app-error.ts'
import { publishSession } from '../../services/publish-session.ts'
import { userProcedure } from '../../trpc.ts'

export const restoreSession = userProcedure
  .input(idInputSchema)
  .mutation(async ({ ctx, input }): Promise<Session> => {
    requireFound(await restore(ctx.database, ctx.scope, input.id), 'this session')
    return publishSession(ctx, input.id)
  })
