import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits, safe in a cookie and a header. */
export function createSecretToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What the database keeps of a token. The token is random, so that a plain hash is enough. */
export function hashSecretToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
