import { windowUndoRewindInputSchema, type RewindResult } from '../../../contract/index.ts'
import { undoRewind as undo } from '../../services/rewind-window.ts'
import { userProcedure } from '../../trpc.ts'

export const undoRewind = userProcedure
  .input(windowUndoRewindInputSchema)
  .mutation(({ ctx, input }): Promise<RewindResult> => undo(ctx, input.rewindId))
