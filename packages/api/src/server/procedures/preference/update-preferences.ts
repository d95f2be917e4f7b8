import { findPreferences, savePreferences } from '@chatmore/db'
import { preferencesUpdateInputSchema, type Preferences } from '../../../contract/index.ts'
import { requireUsableModels } from '../../services/require-usable-models.ts'
import { userProcedure } from '../../trpc.ts'

export const updatePreferences = userProcedure
  .input(preferencesUpdateInputSchema)
  .mutation(async ({ ctx, input }): Promise<Preferences> => {
    const { titleModelId } = input
    if (titleModelId) await requireUsableModels(ctx, [{ field: 'titleModelId', modelId: titleModelId }])
    const known = await findPreferences(ctx.database, ctx.scope)
    const chosen = { titleModelId: titleModelId === undefined ? known.titleModelId : titleModelId }
    await savePreferences(ctx.database, ctx.scope, chosen)
    return chosen
  })
