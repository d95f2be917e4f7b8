import { listApiKeys as findApiKeys } from '@chatmore/db'
import type { ApiKey } from '../../../contract/index.ts'
import { noInputSchema, userProcedure } from '../../trpc.ts'

export const listApiKeys = userProcedure
  .input(noInputSchema)
  .query(({ ctx }): Promise<ApiKey[]> => findApiKeys(ctx.database, ctx.user.id))
