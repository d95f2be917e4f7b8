import { z } from 'zod'
import { nameSchema } from './text.ts'

export const apiKeyCreateInputSchema = z.strictObject({
  name: nameSchema,
  expiresAt: z.iso.datetime({ offset: true, error: 'is not an ISO date and time' }).nullish(),
})
export type ApiKeyCreateInput = z.infer<typeof apiKeyCreateInputSchema>

/** An API key as listed: the secret itself is shown once, at creation. `hint` is its last four characters. */
export interface ApiKey {
  id: string
  name: string
  hint: string
  expiresAt: string | null
  lastUsedAt: string | null
  createdAt: string
}
