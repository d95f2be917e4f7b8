import type { UserRow } from './user.ts'

export interface ApiKeyRow {
  id: string
  name: string
  hint: string
  expiresAt: string | null
  lastUsedAt: string | null
  createdAt: string
}

export interface ApiKeyValues {
  userId: string
  name: string
  /** SHA-256 of the key in lower-case hexadecimal. */
  keyHash: string
  hint: string
  expiresAt: Date | null
}

export interface ApiKeyHolder {
  id: string
  expiresAt: string | null
  user: UserRow
}

/** A key that nobody may use any more, and why. */
export interface RefusedKey {
  id: string
  name: string
  user: { id: string; email: string }
  reason: 'revoked' | 'expired' | 'suspended'
}
