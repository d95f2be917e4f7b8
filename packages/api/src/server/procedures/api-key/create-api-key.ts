import { createApiKey as insertApiKey } from '@chatmore/db'
import { apiKeyCreateInputSchema, type ApiKey } from '../../../contract/index.ts'
import { createApiKeySecret } from '../../auth/api-key-secret.ts'
import { cookieProcedure } from '../../trpc.ts'

export const createApiKey = cookieProcedure
  .input(apiKeyCreateInputSchema)
  .mutation(async ({ ctx, input }): Promise<ApiKey & { key: string }> => {
    const { key, keyHash, hint } = createApiKeySecret()
    const saved = await insertApiKey(ctx.database, {
      userId: ctx.user.id,
      name: input.name,
      keyHash,
      hint,
      expiresAt: input.expiresAt == null ? null : new Date(input.expiresAt),
    })
    return { ...saved, key }
  })
