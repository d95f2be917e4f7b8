import { z } from 'zod'
import { nameSchema } from './text.ts'

export const apiKeyCreateInputSchema = z.strictObject({
  name: nameSchema,
  expiresAt: z.iso
    .datetime({ offset: true, error: 'is not an ISO date and time' })
    .refine(isStorable, 'is not a time from 1970 to 9999')
    .nullish(),
})
export type ApiKeyCreateInput = z.infer<typeof apiKeyCreateInputSchema>

/** The years that every database can hold. An offset may lead out of them. */
function isStorable(time: string): boolean {
  const year = new Date(time).getUTCFullYear()
  return year >= 1970 && year <= 9999
}

/** An API key as listed: the secret itself is shown once, at creation. `hint` is its last four characters. */
export interface ApiKey {
  id: string
  name: string
  hint: string
  expiresAt: string | null
  lastUsedAt: string | null
  createdAt: string
}
