import { messageMergeInputSchema, type MergeResult } from '../../../contract/index.ts'
import { mergeAnswers as merge } from '../../services/merge-answers.ts'
import { runProcedure } from '../../trpc.ts'

export const mergeAnswers = runProcedure
  .input(messageMergeInputSchema)
  .mutation(({ ctx, input }): Promise<MergeResult> => merge(ctx, input))
