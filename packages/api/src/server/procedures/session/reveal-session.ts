import { idInputSchema, type Session } from '../../../contract/index.ts'
import { revealSession as reveal } from '../../services/reveal-session.ts'
import { userProcedure } from '../../trpc.ts'

export const revealSession = userProcedure
  .input(idInputSchema)
  .mutation(({ ctx, input }): Promise<Session> => reveal(ctx, input.id))
