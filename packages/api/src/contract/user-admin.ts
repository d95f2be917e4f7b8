import { z } from 'zod'
import { idSchema } from './id.ts'
import { cursorSchema, limitSchema } from './page.ts'
import { lineSchema } from './text.ts'
import type { User } from './user.ts'

export const roleSchema = z.enum(['admin', 'user'])
/** What a user may do: administrators see and change everything of the server. */
export type Role = z.infer<typeof roleSchema>

/** A user as administrators see them. */
export interface ListedUser extends User {
  lastSignInAt: string | null
  /** Since when nothing that the user shows is good for anything; null where it is. */
  suspendedAt: string | null
  /** In how many browsers they are signed in. */
  signIns: number
}

/** `search` finds those whose name or e-mail address holds it. */
export const userListInputSchema = z.strictObject({
  search: z.string().max(200, 'is longer than 200 characters').trim().optional(),
  cursor: cursorSchema.nullish(),
  limit: limitSchema.optional(),
})
export type UserListInput = z.infer<typeof userListInputSchema>

/** An absent field stays as it is. */
export const userUpdateInputSchema = z.strictObject({
  id: idSchema,
  role: roleSchema.optional(),
  suspended: z.boolean().optional(),
})
export type UserUpdateInput = z.infer<typeof userUpdateInputSchema>

const DAYS_RULE = 'is not a whole number from 1 to 90'

export const inviteCreateInputSchema = z.strictObject({
  role: roleSchema.default('user'),
  /** Whom it is for, in one's own words. */
  note: lineSchema(120).nullish(),
  expiresInDays: z.int(DAYS_RULE).min(1, DAYS_RULE).max(90, DAYS_RULE).default(7),
})
export type InviteCreateInput = z.input<typeof inviteCreateInputSchema>

/** A link by which one person may register. Its token is shown once, at creation. */
export interface Invite {
  id: string
  role: Role
  note: string | null
  expiresAt: string
  usedAt: string | null
  revokedAt: string | null
  createdAt: string
  /** E-mail addresses, where the accounts are there still. */
  createdBy: string | null
  usedBy: string | null
}

export const inviteListInputSchema = z.strictObject({
  cursor: cursorSchema.nullish(),
  limit: limitSchema.optional(),
})

/** A link with a token in it: the web app's pages `/register?invite=` and `/reset-password#` know what to do with one. */
export interface LinkToken {
  token: string
  expiresAt: string
}
