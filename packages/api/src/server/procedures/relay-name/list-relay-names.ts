import { listRelayNames as list } from '@chatmore/db'
import type { RelayName } from '../../../contract/index.ts'
import { toRelayNames } from '../../services/to-relay-name.ts'
import { adminProcedure, noInputSchema } from '../../trpc.ts'

export const listRelayNames = adminProcedure
  .input(noInputSchema)
  .query(async ({ ctx }): Promise<RelayName[]> => toRelayNames(ctx, await list(ctx.database)))
