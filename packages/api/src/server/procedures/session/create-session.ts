import { sessionCreateInputSchema, type Session } from '../../../contract/index.ts'
import { createSession as create } from '../../services/create-session.ts'
import { userProcedure } from '../../trpc.ts'

export const createSession = userProcedure
  .input(sessionCreateInputSchema)
  .mutation(({ ctx, input }): Promise<Session> => create(ctx, input))
