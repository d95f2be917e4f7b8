import { createApi, type Api } from '@chatmore/api/server'
import { createLlmClient } from '@chatmore/llm'
import { startDemoUpstream } from '@chatmore/llm/demo'
import type { Logger } from 'pino'
import { createAuditWriter } from './create-audit-writer.ts'
import type { CloseStack } from './close-stack.ts'
import type { ConnectedDatabase } from './connect-database.ts'
import type { Environment } from './env.ts'

/** Stands in while demo models are off: then nothing is sent there. */
const NO_DEMO_URL = 'http://demo.invalid/v1'

export interface StartApiOptions {
  environment: Environment
  database: ConnectedDatabase
  secret: string
  publicUrl: string
  log: Logger
  closeStack: CloseStack
}

/** Starts what answers: the demo upstream unless it is off, the client of all upstreams, and the API with its engine. */
export async function startApi(options: StartApiOptions): Promise<Api> {
  const { environment, database, secret, publicUrl, log, closeStack } = options
  const demo = environment.demo === 'off' ? null : await startDemoUpstream()
  if (demo) closeStack.add(() => demo.close())
  const llm = createLlmClient({
    addressPolicy: {
      allowPrivate: environment.allowPrivateUpstreams,
      alwaysAllow: demo ? [new URL(demo.url).origin] : [],
      refused: database.endpoint === null ? [] : [database.endpoint],
    },
  })
  closeStack.add(() => llm.close())
  const api = createApi({
    database: database.db,
    background: database.background,
    llm,
    demoUrl: demo?.url ?? NO_DEMO_URL,
    secret,
    previousSecret: environment.previousSecret ?? undefined,
    publicUrl,
    registration: environment.registration,
    demo: environment.demo,
    // Nobody else can reach the embedded database, so whatever is in flight there was left by a server that died.
    isSingleInstance: environment.databaseUrl === null,
    callsPerSecond: environment.callsPerSecond,
    mostFileBytes: environment.mostFileBytes,
    callBodies: environment.callBodies,
    retention: environment.retention,
    log,
    onAudit: createAuditWriter(environment.auditLines, log),
  })
  await api.start()
  return api
}
