import { relayNameUpdateInputSchema, type RelayName } from '../../../contract/index.ts'
import { updateRelayName as update } from '../../services/save-relay-name.ts'
import { adminProcedure } from '../../trpc.ts'

export const updateRelayName = adminProcedure
  .input(relayNameUpdateInputSchema)
  .mutation(({ ctx, input }): Promise<RelayName> => update(ctx, input))
