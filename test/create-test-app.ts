import { createClient } from '@chatmore/api/client'
import type { ModelConfig, ModelCreateInput, User } from '@chatmore/api/contract'
import { createTestDatabase } from '@chatmore/db/testing'
import { startScriptedUpstream, type ScriptedUpstream } from '@chatmore/llm/testing'

export type TestClient = ReturnType<typeof createClient>

export interface TestAccount {
  user: User
  email: string
  password: string
  /** The `Cookie` header of the registration's session. */
  cookie: string
  /** An API key of the user. */
  token: string
  client: TestClient
}

export interface TestApp extends AsyncDisposable {
  url: string
  /** The first user, an administrator. */
  admin: TestAccount
  /** The administrator's client, signed in by API key. */
  client: TestClient
  /** A client without credentials. */
  anonymous: TestClient
  /** Registers another user and returns their client. */
  createUser(): Promise<TestClient>
  /** Registers another user and returns all there is about them. */
  createAccount(): Promise<TestAccount>
  /** A client of this server with the given API key; closed with the app. */
  connect(token?: string): TestClient
  upstream: ScriptedUpstream
  /** Creates a model on the scripted upstream. */
  createModel(overrides?: Partial<ModelCreateInput>): Promise<ModelConfig>
  database: Awaited<ReturnType<typeof createTestDatabase>>
  /** What the server logged so far, one JSON text a line. */
  logLines: readonly string[]
  /** Cuts every connection, as a failing network does; the server goes on. */
  cutConnections(): void
  /** Stops the server as SIGTERM does; the database and the upstream stay. */
  stop(graceMs?: number): Promise<void>
  /** Stops the server if it runs, and starts it again at the same address. */
  restart(): Promise<void>
}
