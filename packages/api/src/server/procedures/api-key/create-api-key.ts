import { createApiKey as insertApiKey } from '@chatmore/db'
import { apiKeyCreateInputSchema, type ApiKey } from '../../../contract/index.ts'
import { audited } from '../../audit/audited.ts'
import { createApiKeySecret } from '../../auth/api-key-secret.ts'
import { cookieProcedure } from '../../trpc.ts'

export const createApiKey = cookieProcedure
  .input(apiKeyCreateInputSchema)
  .mutation(async ({ ctx, input }): Promise<ApiKey & { key: string }> => {
    const { key, keyHash, hint } = createApiKeySecret()
    const expiresAt = input.expiresAt == null ? null : new Date(input.expiresAt)
    const values = { userId: ctx.user.id, name: input.name, keyHash, hint, expiresAt }
    const saved = await audited(ctx, async (database, note) => {
      const created = await insertApiKey(database, values)
      note({ action: 'apiKey.created', target: created, details: { expiresAt: created.expiresAt } })
      return created
    })
    return { ...saved, key }
  })
