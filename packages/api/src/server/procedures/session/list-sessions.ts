import { listSessions as findSessions } from '@chatmore/db'
import { sessionListInputSchema, type Page, type SessionSummary } from '../../../contract/index.ts'
import { userProcedure } from '../../trpc.ts'

export const listSessions = userProcedure
  .input(sessionListInputSchema.nullish())
  .query(({ ctx, input }): Promise<Page<SessionSummary>> =>
    findSessions(ctx.database, ctx.scope, input ?? {}),
  )
