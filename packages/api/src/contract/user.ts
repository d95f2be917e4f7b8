import { z } from 'zod'
import { lineSchema } from './text.ts'

export const userSchema = z.object({
  id: z.string(),
  email: z.string(),
  nickname: z.string(),
  role: z.enum(['admin', 'user']),
  createdAt: z.string(),
})
/** A user, as they see themselves. */
export type User = z.infer<typeof userSchema>

const emailSchema = z
  .string()
  .max(254, 'is longer than 254 characters')
  .trim()
  .toLowerCase()
  .pipe(z.email('is not an e-mail address'))

const MAX_PASSWORD_BYTES = 1024

/** Password length limits follow OWASP ASVS 5.0, 6.2.1 and 6.2.9; the upper one bounds the work of hashing. */
export const passwordSchema = z.string().refine(isHashable, 'is longer than 1,024 bytes')
export const newPasswordSchema = passwordSchema.min(8, 'is shorter than 8 characters')

function isHashable(password: string): boolean {
  // The length first: a character has a byte at least.
  return (
    password.length <= MAX_PASSWORD_BYTES && new TextEncoder().encode(password).length <= MAX_PASSWORD_BYTES
  )
}

/** 256 random bits in base64url, as links carry them. */
export const linkTokenSchema = z.string().regex(/^[\w-]{43}$/, 'is not a whole link')

export const linkTokenInputSchema = z.strictObject({ token: linkTokenSchema })

/** `invite` is the token of an invitation, which decides the role. */
export const registerInputSchema = z.strictObject({
  email: emailSchema,
  password: newPasswordSchema,
  nickname: lineSchema(60).optional(),
  invite: linkTokenSchema.optional(),
})
export type RegisterInput = z.infer<typeof registerInputSchema>

export const loginInputSchema = z.strictObject({
  email: emailSchema,
  password: passwordSchema.min(1, 'is empty'),
})
export type LoginInput = z.infer<typeof loginInputSchema>

/** Who may make an account: anybody, whoever was invited, or nobody. */
export type RegistrationMode = 'open' | 'invite' | 'closed'

/** Who the caller is, and what the server lets them do. */
export interface AuthStatus {
  setupRequired: boolean
  registration: RegistrationMode
  user: User | null
}
