import type { Api } from '@chatmore/api/server'
import { hasUsers } from '@chatmore/db'
import { getRequestListener } from '@hono/node-server'
import type { Logger } from 'pino'
import { createAddressReader } from './client-address.ts'
import { createCloseStack, type CloseStack } from './close-stack.ts'
import { connectDatabase, type ConnectedDatabase } from './connect-database.ts'
import type { Environment } from './env.ts'
import { explainFolderError, explainListenError } from './explain-start-error.ts'
import { createHttpApp } from './http/create-http-app.ts'
import { listen, type Listener } from './http/listen.ts'
import { readStaticFiles } from './http/static-files.ts'
import { loadSecret } from './load-secret.ts'
import { createOriginPolicy } from './origin-policy.ts'
import { webFolder } from './paths.ts'
import { isForRelay, serveRelay } from './relay/serve-relay.ts'
import { serveSockets, type Sockets } from './socket/serve-sockets.ts'
import { startApi } from './start-api.ts'
import { logTrpcErrors } from './log-trpc-errors.ts'
import { defaultTimings, type Timings } from './timings.ts'

export interface RunningServer {
  /** Where it listens, such as `http://127.0.0.1:3000`. */
  url: string
  /** Whether nobody has registered yet. */
  isFirstRun: boolean
  /**
   * Stops it in order, the database last. Answers in flight get `graceMs` to end, by default what the environment says;
   * a second call with 0 hurries the first.
   */
  close(graceMs?: number): Promise<void>
  /** Cuts every connection at once, as a failing network does; the server goes on. */
  cutConnections(): void
}

export interface StartServerOptions {
  log: Logger
  /** For tests that cannot wait as long. */
  timings?: Partial<Timings> | undefined
}

interface Parts {
  environment: Environment
  timings: Timings
  log: Logger
  listener: Listener
  database: ConnectedDatabase
  api: Api
  closeStack: CloseStack
}

/** Starts all of ChatMore. Throws a `StartError` where the person who starts it can mend the cause. */
export async function startServer(
  environment: Environment,
  { log, timings: givenTimings }: StartServerOptions,
): Promise<RunningServer> {
  const closeStack = createCloseStack()
  const timings = { ...defaultTimings, ...givenTimings }
  try {
    const { host, port } = environment
    const listener = await listen({ host, port, timings }).catch((error: unknown) => {
      throw explainListenError(error, environment)
    })
    closeStack.add(listener.close)
    const secret = await loadSecret(environment.secret, environment.dataDir).catch((error: unknown) => {
      throw explainFolderError(error, environment)
    })
    const database = await connectDatabase(environment, log)
    closeStack.add(database.close)
    const publicUrl = environment.publicUrl ?? listener.url
    const api = await startApi({ environment, database, secret, publicUrl, log, closeStack })
    return await serve({ environment, timings, log, listener, database, api, closeStack })
  } catch (error) {
    await closeStack.close().catch((closeError: unknown) => log.warn({ error: closeError }, 'closing failed'))
    throw error
  }
}

async function serve(parts: Parts): Promise<RunningServer> {
  const { environment, timings, log, listener, database, api } = parts
  const { socketsPerCaller, shutdownGraceMs } = environment
  const shared = {
    api,
    log,
    originPolicy: createOriginPolicy(environment),
    readClientAddress: createAddressReader(environment.trustedProxies),
    onError: logTrpcErrors(log),
  }
  const publicUrl = environment.publicUrl ?? listener.url
  let isStopping = false
  const sockets = serveSockets({ ...shared, server: listener.server, timings, socketsPerCaller })
  const app = createHttpApp({
    ...shared,
    requestWithin: timings.requestWithin,
    publicUrl,
    health: { ping: database.ping, isStopping: () => isStopping },
    files: await readStaticFiles(webFolder),
  })
  const isFirstRun = !(await hasUsers(database.db))
  const serveApp = getRequestListener(app.fetch)
  const serveCalls = serveRelay({ ...shared, publicUrl, requestWithin: timings.requestWithin })
  listener.use((incoming, outgoing) =>
    isForRelay(incoming.url) ? serveCalls(incoming, outgoing) : void serveApp(incoming, outgoing),
  )

  let closing: Promise<void> | null = null
  return {
    url: listener.url,
    isFirstRun,
    close: (graceMs = shutdownGraceMs) => {
      isStopping = true
      if (closing && graceMs === 0) void api.shutdown(0)
      closing ??= stop(parts, sockets, graceMs)
      return closing
    },
    cutConnections: listener.cutConnections,
  }
}

/**
 * Readers are told first, answers end or are marked while the database is there, and the database goes last. Until the
 * answers have ended the server goes on serving whoever has nowhere else to go, but starts no more of them.
 */
async function stop({ api, listener, closeStack }: Parts, sockets: Sockets, graceMs: number): Promise<void> {
  sockets.announceRestart()
  await api.shutdown(graceMs)
  sockets.close()
  await listener.close()
  await closeStack.close()
}
