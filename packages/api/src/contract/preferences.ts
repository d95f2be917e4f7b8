import { z } from 'zod'
import { idSchema } from './id.ts'

/** What the server does for a user as they like it. */
export interface Preferences {
  /** The model that makes titles of sessions. Null: a title is the first line of the first input. */
  titleModelId: string | null
}

/** An absent field stays as it is. */
export const preferencesUpdateInputSchema = z.strictObject({ titleModelId: idSchema.nullable().optional() })
export type PreferencesUpdateInput = z.infer<typeof preferencesUpdateInputSchema>
