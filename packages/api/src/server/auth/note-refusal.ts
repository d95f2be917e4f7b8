import { findRefusedKey, type Database } from '@chatmore/db'
import { recordAudit, type AuditNote, type AuditSource } from '../audit/audited.ts'
import { AppError } from '../errors/app-error.ts'
import { describeError } from '../errors/describe-error.ts'
import type { Log } from '../log.ts'
import type { createAuthenticate } from './authenticate.ts'
import type { Credentials } from './read-credentials.ts'
import { hashSecretToken } from './secret-token.ts'
import { createTryCounter } from './try-counter.ts'

/** Whoever tries again and again is on record once in this time, so that nobody can fill the log. */
const ONCE_WITHIN_MS = 60_000
const MAX_KEYS = 10_000

interface Parts {
  database: Database
  authenticate: ReturnType<typeof createAuthenticate>
  log: Log
  now?: () => number
}

/** A call that was refused. */
export type RefusedCall = AuditSource & { credentials: Credentials; network: string }

/**
 * Puts on record who asked for what is not theirs to ask, who came too often, and whose API key is good no more. Nobody waits
 * for it: a refusal is given whether it can be written or not.
 */
export function createRefusalNotes({ database, authenticate, log, now = () => performance.now() }: Parts) {
  const counter = createTryCounter({ tries: 1, withinMs: ONCE_WITHIN_MS, maxKeys: MAX_KEYS, now })

  async function toNote(call: RefusedCall, procedure: string, error: unknown): Promise<AuditNote | null> {
    const code = error instanceof AppError ? error.appCode : null
    if (code === 'UNAUTHORIZED') return toKeyNote(database, call, procedure)
    if (code !== 'FORBIDDEN' && code !== 'RATE_LIMITED') return null
    const identity = await authenticate(call.credentials, { canSetCookie: false })
    const action = code === 'FORBIDDEN' ? 'access.refused' : 'access.limited'
    return { action, ...(identity && { actor: identity.user }), details: { procedure } }
  }

  async function note(call: RefusedCall, procedure: string, error: unknown): Promise<void> {
    const noted = await toNote(call, procedure, error)
    if (!noted) return
    const who = noted.target?.id ?? noted.actor?.id ?? call.network
    if (counter.count(`${noted.action} ${procedure} ${who}`) > 0) return
    await recordAudit(call, noted)
  }

  return (call: RefusedCall, procedure: string, error: unknown): void => {
    note(call, procedure, error).catch((failure: unknown) => {
      log.warn({ error: describeError(failure) }, 'a refusal could not be put on record')
    })
  }
}

/** Who shows nothing, or a cookie that ran out, is no news. */
async function toKeyNote(
  database: Database,
  { credentials }: RefusedCall,
  procedure: string,
): Promise<AuditNote | null> {
  if (credentials.type !== 'apiKey') return null
  const key = await findRefusedKey(database, hashSecretToken(credentials.key))
  if (!key) return { action: 'apiKey.refused', details: { procedure, reason: 'unknown' } }
  const { user, reason, ...target } = key
  return { action: 'apiKey.refused', actor: user, target, details: { procedure, reason } }
}
