import { createClient } from '@chatmore/api/client'
import type { ModelConfig, ModelCreateInput, User } from '@chatmore/api/contract'
import { createTestDatabase } from '@chatmore/db/testing'
import { startScriptedUpstream, type ScriptedUpstream } from '@chatmore/llm/testing'
import { createLogger } from '../apps/server/src/create-logger.ts'
import { readEnvironment, type Variables } from '../apps/server/src/env.ts'
import { startServer } from '../apps/server/src/start-server.ts'
import type { Timings } from '../apps/server/src/timings.ts'
import { registerAccount, type SignedIn } from './register-account.ts'

export type TestClient = ReturnType<typeof createClient>

export interface TestAccount extends SignedIn {
  user: User
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
  /** Registers another user and returns their client, signed in by API key. */
  createUser(): Promise<TestClient>
  /** Registers another user and returns all there is about them. */
  createAccount(): Promise<TestAccount>
  /** A client of this server with the given API key; closed with the app. */
  connect(token?: string): TestClient
  upstream: ScriptedUpstream
  /** Creates a model on the scripted upstream; `model` is what behaviours of the upstream go by. */
  createModel(overrides?: Partial<ModelCreateInput>): Promise<ModelConfig>
  database: Awaited<ReturnType<typeof createTestDatabase>>
  /** What the server logged so far, one JSON text a line. */
  logLines: readonly string[]
  /** Cuts every connection, as a failing network does; the server goes on. */
  cutConnections(): void
  /** Stops the server as SIGTERM does; the database and the upstream stay. */
  stop(graceMs?: number): Promise<void>
  /** Stops the server if it runs, and starts it again at the same address on the same database. */
  restart(): Promise<void>
}

/**
 * The real server over HTTP and WebSocket on a free port, a fresh database, a scripted upstream and real clients.
 * `variables` are environment variables as the server reads them; `timings` shorten what it waits for.
 */
export async function createTestApp(
  variables: Variables = {},
  timings: Partial<Timings> = {},
): Promise<TestApp> {
  const [database, upstream] = await Promise.all([createTestDatabase(), startScriptedUpstream()])
  const logLines: string[] = []
  const start = (port: string) =>
    startServer(
      readEnvironment({
        DATABASE_URL: database.url,
        CHATMORE_SECRET: 'a secret of the tests, 32 bytes or more',
        CHATMORE_DEMO: 'off',
        CHATMORE_REGISTRATION: 'open',
        // Tests call faster than people do.
        CHATMORE_CALLS_PER_SECOND: '100000',
        PORT: port,
        ...variables,
      }),
      { log: createLogger('debug', { write: (line) => logLines.push(line) }), timings },
    )

  let server = await start('0')
  const { url } = server
  const clients: TestClient[] = []
  const connect = (token?: string) => {
    const client = createClient(token === undefined ? { url } : { url, token })
    clients.push(client)
    return client
  }
  let accounts = 0
  const createAccount = async (): Promise<TestAccount> => {
    const account = await registerAccount(url, `user${++accounts}@example.com`)
    return { ...account, client: connect(account.token) }
  }
  const admin = await createAccount()
  let models = 0

  return {
    url,
    admin,
    client: admin.client,
    anonymous: connect(),
    createUser: async () => (await createAccount()).client,
    createAccount,
    connect,
    upstream,
    createModel: (overrides = {}) => {
      const name = `model-${++models}`
      const defaults = { name, provider: 'custom', apiBase: upstream.url, model: name, apiKey: `sk-${name}` }
      return admin.client.model.create({ ...defaults, ...overrides })
    },
    database,
    logLines,
    cutConnections: () => server.cutConnections(),
    stop: (graceMs) => server.close(graceMs),
    restart: async () => {
      await server.close(0)
      server = await start(new URL(url).port)
    },
    [Symbol.asyncDispose]: async () => {
      for (const client of clients) client.close()
      await server.close(0)
      await upstream.close()
      await database[Symbol.asyncDispose]()
    },
  }
}
