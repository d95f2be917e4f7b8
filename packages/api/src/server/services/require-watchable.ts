import { hasSession } from '@chatmore/db'
import { refuseNobody } from '../auth/refuse-nobody.ts'
import type { Context } from '../context.ts'
import { requireFound } from '../errors/app-error.ts'

type Parts = Pick<Context, 'auth' | 'credentials' | 'database'>

/** Throws unless these credentials are good still and the session is their user's. */
export async function requireWatchable(
  { auth, credentials, database }: Parts,
  sessionId: string,
): Promise<void> {
  const identity = await auth.authenticate(credentials, { canSetCookie: false })
  if (!identity) throw refuseNobody(credentials)
  requireFound(await hasSession(database, { userId: identity.user.id }, sessionId), 'this session')
}
