import type { createLucia } from './create-lucia.ts'
import type { Credentials } from './read-credentials.ts'
import { createSecretToken, hashSecretToken } from './secret-token.ts'

type OurLucia = ReturnType<typeof createLucia>['lucia']

/** Starts a session under a new token, of which the database has the hash alone. */
export async function issueSession(lucia: OurLucia, userId: string): Promise<string> {
  const token = createSecretToken()
  await lucia.createSession(userId, { createdAt: new Date() }, { sessionId: hashSecretToken(token) })
  return lucia.createSessionCookie(token).serialize()
}

export async function endSession(lucia: OurLucia, credentials: Credentials): Promise<string> {
  if (credentials.type === 'session') await lucia.invalidateSession(hashSecretToken(credentials.token))
  return lucia.createBlankSessionCookie().serialize()
}
