import { idInputSchema, type CallDetail } from '../../../contract/index.ts'
import { getCall as get } from '../../services/read-calls.ts'
import { userProcedure } from '../../trpc.ts'

export const getCall = userProcedure
  .input(idInputSchema)
  .query(({ ctx, input }): Promise<CallDetail> => get(ctx, input.id))
