import { statsSummaryInputSchema, type StatsSummary } from '../../../contract/index.ts'
import { readStatistics } from '../../services/read-statistics.ts'
import { userProcedure } from '../../trpc.ts'

export const summariseStats = userProcedure
  .input(statsSummaryInputSchema.nullish())
  .query(({ ctx, input }): Promise<StatsSummary> => readStatistics(ctx, input ?? {}))
