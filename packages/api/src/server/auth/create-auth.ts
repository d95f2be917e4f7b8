import type { Database } from '@chatmore/db'
import type { RegistrationMode } from '../../contract/index.ts'
import type { Clock } from '../generation/ports.ts'
import type { Log } from '../log.ts'
import { createAuthenticate } from './authenticate.ts'
import { createHoldings } from './holdings.ts'
import { createLucia } from './create-lucia.ts'
import { createKeyNotes } from './note-key-use.ts'
import { login } from './login.ts'
import { createRateLimits } from './rate-limits.ts'
import { readCredentials, type CredentialSource } from './read-credentials.ts'
import { readRegistration, register } from './register.ts'
import { issueSession, endSession } from './sessions.ts'
import type { LoginInput, RegisterInput } from '../../contract/index.ts'

const CLEANING_INTERVAL_MS = 60 * 60 * 1000

export interface AuthOptions {
  database: Database
  publicUrl: string
  /** Null: open until there is a first user, closed from then on. */
  registration: RegistrationMode | null
  clock: Clock
  log: Log
}

export type Auth = ReturnType<typeof createAuth>

/** Everything about who calls. The rest of the server knows nothing of cookies, hashes or lucia. */
export function createAuth({ database, publicUrl, registration, clock, log }: AuthOptions) {
  const lucia = createLucia(database, publicUrl)
  const noteKeyUse = createKeyNotes(database)
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
    authenticate: createAuthenticate({ database, noteKeyUse, ...lucia }),
    holds: createHoldings(database, noteKeyUse),
    readRegistration: () => readRegistration(database, registration),
    register: (input: RegisterInput, network: string) =>
      register({ database, limits, registration }, input, network),
    login: (input: LoginInput, network: string) => login({ database, limits }, input, network),
    /** Signs a user in: the answer is the value of a `Set-Cookie` header. */
    issueSession: (userId: string) => issueSession(lucia.lucia, userId),
    /** Ends the session of these credentials, if they are one; the answer is a cookie that removes the browser's. */
    endSession: (credentials: ReturnType<typeof readCredentials>) => endSession(lucia.lucia, credentials),
    startCleaning: clean,
    stopCleaning: () => cancelCleaning(),
  }
}
