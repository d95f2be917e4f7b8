import { findSession } from '@chatmore/db'
import { idInputSchema, type Session } from '../../../contract/index.ts'
import { requireFound } from '../../errors/app-error.ts'
import { userProcedure } from '../../trpc.ts'

export const getSession = userProcedure
  .input(idInputSchema)
  .query(async ({ ctx, input }): Promise<Session> =>
    requireFound(await findSession(ctx.database, ctx.scope, input.id), 'this session'),
  )
