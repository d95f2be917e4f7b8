import { listLineUps as findLineUps } from '@chatmore/db'
import type { LineUp } from '../../../contract/index.ts'
import { toLineUps } from '../../services/to-line-up.ts'
import { noInputSchema, userProcedure } from '../../trpc.ts'

export const listLineUps = userProcedure
  .input(noInputSchema)
  .query(async ({ ctx }): Promise<LineUp[]> => toLineUps(ctx, await findLineUps(ctx.database, ctx.scope)))
