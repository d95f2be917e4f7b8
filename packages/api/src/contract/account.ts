import { z } from 'zod'
import { lineSchema } from './text.ts'
import { linkTokenSchema, newPasswordSchema, passwordSchema } from './user.ts'

/** An absent field stays as it is. */
export const accountUpdateInputSchema = z.strictObject({ nickname: lineSchema(60).optional() })
export type AccountUpdateInput = z.infer<typeof accountUpdateInputSchema>

export const passwordChangeInputSchema = z.strictObject({
  currentPassword: passwordSchema.min(1, 'is empty'),
  password: newPasswordSchema,
})
export type PasswordChangeInput = z.infer<typeof passwordChangeInputSchema>

export const passwordResetInputSchema = z.strictObject({
  token: linkTokenSchema,
  password: newPasswordSchema,
})
export type PasswordResetInput = z.infer<typeof passwordResetInputSchema>

/** The password, once more: whoever finds a browser signed in cannot do it. */
export const accountRemoveInputSchema = z.strictObject({ password: passwordSchema.min(1, 'is empty') })
/** What `account.remove` takes: the account's own password. */
export type AccountRemoveInput = z.infer<typeof accountRemoveInputSchema>

/** A browser that one is signed in with. */
export interface SignIn {
  id: string
  /** The one that asks. */
  isCurrent: boolean
  /** What the browser said that it is, as it said it. */
  userAgent: string | null
  address: string | null
  createdAt: string
  /** Within ten minutes. */
  lastUsedAt: string
}

export const signInInputSchema = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{64}$/, 'is not the id of a sign-in'),
})
