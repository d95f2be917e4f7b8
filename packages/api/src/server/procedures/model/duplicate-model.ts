import { idInputSchema, type ModelConfig } from '../../../contract/index.ts'
import { audited } from '../../audit/audited.ts'
import { duplicateModel as duplicate } from '../../services/duplicate-model.ts'
import { requireModel } from '../../services/require-model.ts'
import { adminProcedure } from '../../trpc.ts'

export const duplicateModel = adminProcedure
  .input(idInputSchema)
  .mutation(({ ctx, input }): Promise<ModelConfig> =>
    audited(ctx, async (database, note) => {
      const original = await requireModel({ database }, input.id)
      const copy = await duplicate({ ...ctx, database }, original)
      note({
        action: 'model.duplicated',
        target: copy,
        details: { of: original.name, apiBase: copy.apiBase },
      })
      return copy
    }),
  )
