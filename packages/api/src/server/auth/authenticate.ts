import { findApiKeyByHash, type ApiKeyHolder, type Database, type Scope } from '@chatmore/db'
import type { User } from '../../contract/index.ts'
import type { ShortMemory } from '../services/short-memory.ts'
import { SESSION_LIFETIME_MS, type createLucia } from './create-lucia.ts'
import { isWithinRanges } from './is-within-ranges.ts'
import type { Credentials } from './read-credentials.ts'
import { hashSecretToken } from './secret-token.ts'
import type { NoteKeyUse } from './note-key-use.ts'
import { toUser } from './to-user.ts'

/** Who calls. `renewedCookie` is set where the session was prolonged: the browser must get it. */
export interface Identity {
  user: User
  /** What they may see and choose. */
  scope: Scope
  method: 'session' | 'apiKey'
  /** The key that is used, where it is one. */
  apiKey: UsedKey | null
  renewedCookie: string | null
}

/** How often a key may be used. */
export interface UsedKey extends Pick<ApiKeyHolder, 'requestsPerMinute' | 'tokensPerMinute'> {
  id: string
}

export interface AuthenticateOptions {
  /** Whether a cookie can be sent back. A socket cannot, so it must not prolong the session behind the cookie's back. */
  canSetCookie: boolean
  /** Whether what was read of an API key within the last second will do. */
  mayRecall?: boolean
}

type Lucia = ReturnType<typeof createLucia>

export interface AuthenticateParts extends Lucia {
  database: Database
  recent: ShortMemory
  noteKeyUse: NoteKeyUse
  noteVisit: (id: string, createdAt: Date) => Promise<void>
}

/** The one way to tell who calls, for cookie, bearer token and socket. Reads the database each time, unless it may recall. */
export function createAuthenticate(parts: AuthenticateParts) {
  return async (credentials: Credentials, options: AuthenticateOptions): Promise<Identity | null> => {
    switch (credentials.type) {
      case 'none':
        return null
      case 'apiKey':
        return authenticateApiKey(parts, credentials, options)
      case 'session':
        return options.canSetCookie
          ? authenticateCookie(parts, credentials.token)
          : readSession(parts, credentials.token)
    }
  }
}

async function authenticateApiKey(
  { database, recent, noteKeyUse }: AuthenticateParts,
  { key, address }: { key: string; address: string },
  { mayRecall }: AuthenticateOptions,
): Promise<Identity | null> {
  if (!key.startsWith('cm-')) return null
  const hash = hashSecretToken(key)
  const find = () => findApiKeyByHash(database, hash)
  const found = await (mayRecall ? recent.recall(`key ${hash}`, find) : find())
  if (!found || !isWithinRanges(address, found.ipRanges)) return null
  await noteKeyUse([found.id])
  const { id, requestsPerMinute, tokensPerMinute } = found
  return {
    user: toUser(found.user),
    scope: { userId: found.user.id, keyModelIds: found.modelIds },
    method: 'apiKey',
    apiKey: { id, requestsPerMinute, tokensPerMinute },
    renewedCookie: null,
  }
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
  return { ...toSignedIn(toUser(user)), renewedCookie }
}

async function readSession({ adapter }: Lucia, token: string): Promise<Identity | null> {
  const [session, user] = await adapter.getSessionAndUser(hashSecretToken(token))
  if (!session || !user || user.attributes.suspendedAt !== null) return null
  if (session.expiresAt.getTime() <= Date.now() || isOutlived(session.attributes.createdAt)) return null
  return { ...toSignedIn(toUser({ id: user.id, ...user.attributes })), renewedCookie: null }
}

function toSignedIn(user: User) {
  return { user, scope: { userId: user.id }, method: 'session' as const, apiKey: null }
}

function isOutlived(createdAt: Date): boolean {
  return createdAt.getTime() + SESSION_LIFETIME_MS <= Date.now()
}
