import { updateSession as saveSession } from '@chatmore/db'
import { sessionUpdateInputSchema, type Session } from '../../../contract/index.ts'
import { requireFound } from '../../errors/app-error.ts'
import { publishSession } from '../../services/publish-session.ts'
import { userProcedure } from '../../trpc.ts'

export const updateSession = userProcedure
  .input(sessionUpdateInputSchema)
  .mutation(async ({ ctx, input }): Promise<Session> => {
    requireFound(await saveSession(ctx.database, ctx.scope, input), 'this session')
    return publishSession(ctx, input.id)
  })
