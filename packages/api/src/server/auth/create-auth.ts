import type { Database } from '@chatmore/db'
import type { RegistrationMode } from '../../contract/index.ts'
import type { Clock } from '../generation/ports.ts'
import type { Log } from '../log.ts'
import type { ShortMemory } from '../services/short-memory.ts'
import { createAuthenticate } from './authenticate.ts'
import { createHoldings } from './holdings.ts'
import { createLucia } from './create-lucia.ts'
import { createKeyNotes, createVisitNotes } from './note-key-use.ts'
import { createRefusalNotes } from './note-refusal.ts'
import { login, type Visitor } from './login.ts'
import { createRateLimits } from './rate-limits.ts'
import { readCredentials, type CredentialSource } from './read-credentials.ts'
import { readRegistration, register } from './register.ts'
import { requirePassword } from './require-password.ts'
import { endSession, signIn } from './sessions.ts'
import type { LoginInput, RegisterInput, User } from '../../contract/index.ts'

const CLEANING_INTERVAL_MS = 60 * 60 * 1000

export interface AuthOptions {
  database: Database
  recent: ShortMemory
  publicUrl: string
  /** Null: open until there is a first user, closed from then on. */
  registration: RegistrationMode | null
  clock: Clock
  log: Log
}

export type Auth = ReturnType<typeof createAuth>

/** Everything about who calls. The rest of the server knows nothing of cookies, hashes or lucia. */
export function createAuth({ database, recent, publicUrl, registration, clock, log }: AuthOptions) {
  const lucia = createLucia(database, publicUrl)
  const noteKeyUse = createKeyNotes(database)
  const noteVisit = createVisitNotes(database)
  const authenticate = createAuthenticate({ database, recent, noteKeyUse, noteVisit, ...lucia })
  const limits = createRateLimits()
  const cookies = { session: lucia.lucia.sessionCookieName }
  let cancelCleaning = () => {}
  const clean = () => {
    lucia.lucia
      .deleteExpiredSessions()
      .catch((error: unknown) => log.warn({ error }, 'expired sign-ins could not be deleted'))
    cancelCleaning = clock.schedule(CLEANING_INTERVAL_MS, clean)
  }
  return {
    readCredentials: (source: CredentialSource) => readCredentials(source, cookies),
    authenticate,
    noteRefusal: createRefusalNotes({ database, authenticate, log }),
    holds: createHoldings(database, noteKeyUse),
    readRegistration: () => readRegistration(database, registration),
    register: (visitor: Visitor, input: RegisterInput) =>
      register({ database, limits, registration }, visitor, input),
    login: (visitor: Visitor, input: LoginInput) => login({ database, limits }, visitor, input),
    /** Throws, naming the field, where what stands in it is not the user's password. */
    requirePassword: (caller: { user: User; network: string }, given: Record<string, string>) =>
      requirePassword({ database, limits }, caller, given),
    /** Signs a user in, by a cookie where one can be set. */
    signIn: (visitor: Parameters<typeof signIn>[1], user: User) => signIn(publicUrl, visitor, user),
    /** Ends the session of these credentials, if they are one; the answer is a cookie that removes the browser's. */
    endSession: (credentials: ReturnType<typeof readCredentials>) => endSession(lucia.lucia, credentials),
    startCleaning: clean,
    stopCleaning: () => cancelCleaning(),
  }
}
