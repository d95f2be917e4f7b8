import { relayNameCreateInputSchema, type RelayName } from '../../../contract/index.ts'
import { createRelayName as create } from '../../services/save-relay-name.ts'
import { adminProcedure } from '../../trpc.ts'

export const createRelayName = adminProcedure
  .input(relayNameCreateInputSchema)
  .mutation(({ ctx, input }): Promise<RelayName> => create(ctx, input))
