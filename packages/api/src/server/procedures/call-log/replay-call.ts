import { callReplayInputSchema, type ReplayResult } from '../../../contract/index.ts'
import { replayCall as replay } from '../../services/replay-call.ts'
import { runProcedure } from '../../trpc.ts'

export const replayCall = runProcedure
  .input(callReplayInputSchema)
  .mutation(({ ctx, input }): Promise<ReplayResult> => replay(ctx, input))
