import { listApiKeys, updateApiKey as update } from '@chatmore/db'
import { apiKeyUpdateInputSchema, type ApiKey } from '../../../contract/index.ts'
import { audited } from '../../audit/audited.ts'
import { describeKeyChange } from '../../audit/describe-key-change.ts'
import { requireFound } from '../../errors/app-error.ts'
import { requireKeyModels } from '../../services/require-key-models.ts'
import { cookieProcedure } from '../../trpc.ts'

/** An API key cannot do this: it would free itself of its limits. */
export const updateApiKey = cookieProcedure
  .input(apiKeyUpdateInputSchema)
  .mutation(async ({ ctx, input: { id, ...given } }): Promise<ApiKey> => {
    const keys = await listApiKeys(ctx.database, ctx.user.id)
    const known = requireFound(
      keys.find((key) => key.id === id),
      'this API key',
    )
    const onlyModels = await requireKeyModels(ctx, given.modelIds, known.modelIds)
    const { expiresAt, ...changes } = given
    const until = expiresAt == null ? expiresAt : new Date(expiresAt)
    return audited(ctx, async (database, note) => {
      const owned = { userId: ctx.user.id, id }
      const changed = requireFound(
        await update(database, owned, { ...changes, expiresAt: until }),
        'this API key',
      )
      note({ action: 'apiKey.updated', target: changed, details: describeKeyChange(given, onlyModels) })
      return changed
    })
  })
