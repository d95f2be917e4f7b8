import { listWorkspaces as list } from '@chatmore/db'
import { workspaceListInputSchema, type ListedWorkspace } from '../../../contract/index.ts'
import { adminProcedure } from '../../trpc.ts'

/** As many as one picks from at a glance; a search finds the others. */
const MOST_FOUND = 50

export const listWorkspaces = adminProcedure
  .input(workspaceListInputSchema)
  .query(({ ctx, input }): Promise<ListedWorkspace[]> =>
    list(ctx.database, { ...input, limit: input.ids?.length || MOST_FOUND }),
  )
