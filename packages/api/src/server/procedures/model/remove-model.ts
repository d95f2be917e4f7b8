import { removeModelConfig } from '@chatmore/db'
import { idInputSchema } from '../../../contract/index.ts'
import { audited } from '../../audit/audited.ts'
import { requireFound } from '../../errors/app-error.ts'
import { requireModel } from '../../services/require-model.ts'
import { adminProcedure } from '../../trpc.ts'

export const removeModel = adminProcedure
  .input(idInputSchema)
  .mutation(({ ctx, input: { id } }): Promise<{ id: string }> =>
    audited(ctx, async (database, note) => {
      const { name, apiBase } = await requireModel({ database }, id)
      requireFound(await removeModelConfig(database, id), 'this model')
      note({ action: 'model.removed', target: { id, name }, details: { apiBase } })
      return { id }
    }),
  )
