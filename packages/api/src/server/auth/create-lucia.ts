import { DrizzleMySQLAdapter } from '@lucia-auth/adapter-drizzle'
import { authSessions, users, type Database } from '@chatmore/db'
import { Lucia, TimeSpan, type Adapter } from 'lucia'

/** A session ends after this long without a visit, and after `SESSION_LIFETIME_MS` in any case. */
const IDLE_DAYS = 14
export const SESSION_LIFETIME_MS = 90 * 24 * 60 * 60 * 1000

export interface CookieNames {
  session: string
}

/**
 * Lucia over our tables, with cookies as the public address allows: `Secure` and the `__Host-` prefix need https.
 * The adapter is given beside it for reads that must not prolong a session.
 */
export function createLucia(database: Database, publicUrl: string) {
  const isSecure = new URL(publicUrl).protocol === 'https:'
  const adapter: Adapter = new DrizzleMySQLAdapter(database, authSessions, users)
  const lucia = new Lucia(adapter, {
    sessionExpiresIn: new TimeSpan(IDLE_DAYS, 'd'),
    sessionCookie: {
      name: isSecure ? '__Host-cm_session' : 'cm_session',
      attributes: { secure: isSecure, sameSite: 'lax', path: '/' },
    },
    getSessionAttributes: ({ createdAt }) => ({ createdAt }),
    getUserAttributes: ({ email, nickname, role, createdAt, suspendedAt }) => ({
      ...{ email, nickname, role, createdAt, suspendedAt },
    }),
  })
  return { lucia, adapter }
}

declare module 'lucia' {
  interface Register {
    Lucia: ReturnType<typeof createLucia>['lucia']
    DatabaseSessionAttributes: { createdAt: Date; userAgent: string | null; address: string | null }
    DatabaseUserAttributes: {
      email: string
      nickname: string
      role: 'admin' | 'user'
      createdAt: Date
      suspendedAt: Date | null
    }
  }
}
