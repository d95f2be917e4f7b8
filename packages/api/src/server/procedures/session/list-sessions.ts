import { listSessions as findSessions } from '@chatmore/db'
import { sessionListInputSchema, type SessionPage } from '../../../contract/index.ts'
import { userProcedure } from '../../trpc.ts'

export const listSessions = userProcedure
  .input(sessionListInputSchema.nullish())
  .query(({ ctx, input }): Promise<SessionPage> => findSessions(ctx.database, ctx.scope, input ?? {}))
