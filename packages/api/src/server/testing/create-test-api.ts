import { createLlmClient } from '@chatmore/llm'
import { createTestDatabase } from '@chatmore/db/testing'
import { createApi, type Api, type ApiOptions } from '../create-api.ts'
import type { Connection } from '../context.ts'
import { createManualClock, type ManualClock } from '../generation/testing/manual-clock.ts'

export interface TestApi extends AsyncDisposable {
  api: Api
  database: Awaited<ReturnType<typeof createTestDatabase>>
  clock: ManualClock
  /** Calls procedures without HTTP. `cookies` holds what was set, as a browser would. */
  connect(connection?: Partial<Connection>): { call: Caller; cookies: string[] }
}

export type Caller = ReturnType<Api['router']['createCaller']>

/** The API over a real database and real connections to models, without a host, under a clock that the test holds. */
export async function createTestApi(options: Partial<ApiOptions> = {}): Promise<TestApi> {
  const database = await createTestDatabase()
  const llm = createLlmClient({ addressPolicy: { allowPrivate: true } })
  const clock = createManualClock()
  const nothing = () => {}
  const api = createApi({
    database: database.db,
    llm,
    demoUrl: 'http://127.0.0.1:9/v1',
    secret: 'a secret of the tests, 32 bytes or more',
    publicUrl: 'http://127.0.0.1:3000',
    registration: null,
    demo: 'auto',
    isSingleInstance: true,
    callsPerSecond: 100_000,
    log: { debug: nothing, info: nothing, warn: nothing, error: nothing },
    clock,
    ...options,
  })
  return {
    api,
    database,
    clock,
    connect(connection = {}) {
      const cookies: string[] = []
      const context = api.createContext({
        headers: new Headers(),
        connectionParams: null,
        ip: '127.0.0.1',
        requestId: 'test-request',
        setCookie: (cookie) => cookies.push(cookie),
        ...connection,
      })
      return { call: api.router.createCaller(context), cookies }
    },
    async [Symbol.asyncDispose]() {
      const stopping = api.shutdown(0)
      await clock.advance(60_000)
      await stopping
      await llm.close()
      await database[Symbol.asyncDispose]()
    },
  }
}
