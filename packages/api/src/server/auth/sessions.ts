import { noteSignIn } from '@chatmore/db'
import type { User } from '../../contract/index.ts'
import { audited, type AuditSource } from '../audit/audited.ts'
import { createLucia } from './create-lucia.ts'
import type { Credentials } from './read-credentials.ts'
import { createSecretToken, hashSecretToken } from './secret-token.ts'

type OurLucia = ReturnType<typeof createLucia>['lucia']

const USER_AGENT_LENGTH = 300

/** What `auth_sessions` calls the sign-in that these credentials are, if they are one. */
export function toSignInId(credentials: Credentials): string | undefined {
  return credentials.type === 'session' ? hashSecretToken(credentials.token) : undefined
}

interface Visitor extends AuditSource {
  setCookie: ((cookie: string) => void) | undefined
  userAgent: string | null
}

/**
 * Signs a browser in under a new token, of which the database has the hash alone. A socket could not be handed the cookie,
 * so that nobody would have the sign-in: it gets none.
 */
export async function signIn(publicUrl: string, visitor: Visitor, user: User): Promise<void> {
  const { setCookie, address, userAgent } = visitor
  if (!setCookie) return
  const token = createSecretToken()
  const cookie = await audited(visitor, async (database, note) => {
    const { lucia } = createLucia(database, publicUrl)
    const attributes = {
      createdAt: new Date(),
      userAgent: userAgent?.slice(0, USER_AGENT_LENGTH) ?? null,
      address,
    }
    await lucia.createSession(user.id, attributes, { sessionId: hashSecretToken(token) })
    await noteSignIn(database, user.id)
    note({ action: 'signIn.done', actor: user, target: { id: user.id, name: user.email } })
    return lucia.createSessionCookie(token).serialize()
  })
  setCookie(cookie)
}

/** Ends the sign-in of these credentials, if they are one; the answer is a cookie that removes the browser's. */
export async function endSession(lucia: OurLucia, credentials: Credentials): Promise<string> {
  if (credentials.type === 'session') await lucia.invalidateSession(hashSecretToken(credentials.token))
  return lucia.createBlankSessionCookie().serialize()
}
