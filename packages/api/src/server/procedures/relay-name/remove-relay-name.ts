import { removeRelayName as remove } from '@chatmore/db'
import { idInputSchema } from '../../../contract/index.ts'
import { audited } from '../../audit/audited.ts'
import { requireFound } from '../../errors/app-error.ts'
import { adminProcedure } from '../../trpc.ts'

export const removeRelayName = adminProcedure
  .input(idInputSchema)
  .mutation(({ ctx, input: { id } }): Promise<{ id: string }> =>
    audited(ctx, async (database, note) => {
      const { name } = requireFound(await remove(database, id), 'this relay name')
      note({ action: 'relayName.removed', target: { id, name } })
      return { id }
    }),
  )
