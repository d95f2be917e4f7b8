import { callListInputSchema, type CallPage } from '../../../contract/index.ts'
import { listCalls as list } from '../../services/read-calls.ts'
import { userProcedure } from '../../trpc.ts'

export const listCalls = userProcedure
  .input(callListInputSchema.nullish())
  .query(({ ctx, input }): Promise<CallPage> => list(ctx, input ?? {}))
