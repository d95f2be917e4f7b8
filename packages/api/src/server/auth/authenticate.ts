import { findApiKeyByHash, type Database } from '@chatmore/db'
import type { User } from '../../contract/index.ts'
import { SESSION_LIFETIME_MS, type createLucia } from './create-lucia.ts'
import type { Credentials } from './read-credentials.ts'
import { hashSecretToken } from './secret-token.ts'
import type { NoteKeyUse } from './note-key-use.ts'
import { toUser } from './to-user.ts'

/** Who calls. `renewedCookie` is set where the session was prolonged: the browser must get it. */
export interface Identity {
  user: User
  method: 'session' | 'apiKey'
  renewedCookie: string | null
}

export interface AuthenticateOptions {
  /** Whether a cookie can be sent back. A socket cannot, so it must not prolong the session behind the cookie's back. */
  canSetCookie: boolean
}

type Lucia = ReturnType<typeof createLucia>

export interface AuthenticateParts extends Lucia {
  database: Database
  noteKeyUse: NoteKeyUse
  noteVisit: (id: string, createdAt: Date) => Promise<void>
}

/** The one way to tell who calls, for cookie, bearer token and socket. Reads the database each time. */
export function createAuthenticate(parts: AuthenticateParts) {
  return async (credentials: Credentials, options: AuthenticateOptions): Promise<Identity | null> => {
    switch (credentials.type) {
      case 'none':
        return null
      case 'apiKey':
        return authenticateApiKey(parts, credentials.key)
      case 'session':
        return options.canSetCookie
          ? authenticateCookie(parts, credentials.token)
          : readSession(parts, credentials.token)
    }
  }
}

async function authenticateApiKey(
  { database, noteKeyUse }: AuthenticateParts,
  key: string,
): Promise<Identity | null> {
  if (!key.startsWith('cm-')) return null
  const found = await findApiKeyByHash(database, hashSecretToken(key))
  if (!found) return null
  await noteKeyUse([found.id])
  return { user: toUser(found.user), method: 'apiKey', renewedCookie: null }
}

async function authenticateCookie(
  { lucia, noteVisit }: AuthenticateParts,
  token: string,
): Promise<Identity | null> {
  const { session, user } = await lucia.validateSession(hashSecretToken(token))
  if (!session || user.suspendedAt !== null) return null
  if (isOutlived(session.createdAt)) {
    await lucia.invalidateSession(session.id)
    return null
  }
  await noteVisit(session.id, session.createdAt)
  const renewedCookie = session.fresh ? lucia.createSessionCookie(token).serialize() : null
  return { user: toUser(user), method: 'session', renewedCookie }
}

async function readSession({ adapter }: Lucia, token: string): Promise<Identity | null> {
  const [session, user] = await adapter.getSessionAndUser(hashSecretToken(token))
  if (!session || !user || user.attributes.suspendedAt !== null) return null
  if (session.expiresAt.getTime() <= Date.now() || isOutlived(session.attributes.createdAt)) return null
  return { user: toUser({ id: user.id, ...user.attributes }), method: 'session', renewedCookie: null }
}

function isOutlived(createdAt: Date): boolean {
  return createdAt.getTime() + SESSION_LIFETIME_MS <= Date.now()
}
