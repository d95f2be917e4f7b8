import { createApiKey as insertApiKey } from '@chatmore/db'
import { apiKeyCreateInputSchema, type ApiKey } from '../../../contract/index.ts'
import { audited } from '../../audit/audited.ts'
import { describeKeyChange } from '../../audit/describe-key-change.ts'
import { createApiKeySecret } from '../../auth/api-key-secret.ts'
import { requireKeyModels } from '../../services/require-key-models.ts'
import { cookieProcedure } from '../../trpc.ts'

export const createApiKey = cookieProcedure
  .input(apiKeyCreateInputSchema)
  .mutation(async ({ ctx, input }): Promise<ApiKey & { key: string }> => {
    const { name, expiresAt: until, ...limits } = input
    const onlyModels = await requireKeyModels(ctx, limits.modelIds)
    const { key, keyHash, hint } = createApiKeySecret()
    const expiresAt = until == null ? null : new Date(until)
    const values = { ...limits, userId: ctx.user.id, name, keyHash, hint, expiresAt }
    const saved = await audited(ctx, async (database, note) => {
      const created = await insertApiKey(database, values)
      const details = describeKeyChange({ ...limits, expiresAt: created.expiresAt }, onlyModels)
      note({ action: 'apiKey.created', target: created, details })
      return created
    })
    return { ...saved, key }
  })
