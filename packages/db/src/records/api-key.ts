import type { UserRow } from './user.ts'

/** What a key is limited to: null of any model, of any address, and of no limit. */
export interface ApiKeyLimits {
  modelIds: string[] | null
  /** Addresses and CIDR ranges, of IPv4 and of IPv6. */
  ipRanges: string[] | null
  requestsPerMinute: number | null
  tokensPerMinute: number | null
}

export interface ApiKeyRow extends ApiKeyLimits {
  id: string
  name: string
  hint: string
  expiresAt: string | null
  lastUsedAt: string | null
  createdAt: string
}

/** What is not given has no limit where a key is made, and stays where it is changed. */
export type GivenLimits = { [Field in keyof ApiKeyLimits]?: ApiKeyLimits[Field] | undefined }

export interface ApiKeyValues extends GivenLimits {
  userId: string
  name: string
  /** SHA-256 of the key in lower-case hexadecimal. */
  keyHash: string
  hint: string
  expiresAt: Date | null
}

/** What of a key its user may change. */
export interface ApiKeyChanges extends GivenLimits {
  name?: string | undefined
  expiresAt?: Date | null | undefined
}

export interface ApiKeyHolder extends ApiKeyLimits {
  id: string
  expiresAt: string | null
  user: UserRow
}

/** A key that nobody may use any more, and why. */
export interface RefusedKey {
  id: string
  name: string
  user: { id: string; email: string }
  reason: 'revoked' | 'expired' | 'suspended' | 'address'
}
