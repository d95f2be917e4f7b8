import { createSecretToken, hashSecretToken } from './secret-token.ts'

export interface ApiKeySecret {
  /** Shown once. */
  key: string
  keyHash: string
  hint: string
}

/** A new API key: its prefix lets scanners and people tell what it is. */
export function createApiKeySecret(): ApiKeySecret {
  const key = `cm-${createSecretToken()}`
  return { key, keyHash: hashSecretToken(key), hint: key.slice(-4) }
}
