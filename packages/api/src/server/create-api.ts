import { randomUUID } from 'node:crypto'
import { recordCalls, saveDemoModels, type AuditRow, type Database } from '@chatmore/db'
import type { Forwarder, LlmClient, ModelLister } from '@chatmore/llm'
import { demoModels } from '@chatmore/llm/demo'
import { getTRPCErrorFromUnknown } from '@trpc/server'
import type { Attachment, RegistrationMode } from '../contract/index.ts'
import type { Identity } from './auth/authenticate.ts'
import { createCallRate } from './auth/call-rate.ts'
import { createKeyRates } from './auth/key-rates.ts'
import { createAuth } from './auth/create-auth.ts'
import { createContext, type Connection, type Context, type DemoMode, type Dependencies } from './context.ts'
import { formatError, type AppErrorShape } from './errors/format-error.ts'
import { exportAccount } from './exports/export-account.ts'
import { exportCalls, type CallExport, type ExportFormat } from './exports/export-calls.ts'
import { createFileCleaner } from './files/create-file-cleaner.ts'
import { openFile, type OpenFile } from './files/open-file.ts'
import { uploadFile, type FileUpload } from './files/upload-file.ts'
import { createUploadLimits } from './files/upload-limits.ts'
import { createEngine } from './generation/create-engine.ts'
import { createModelQueues } from './generation/model-queues.ts'
import { createLocalBus } from './generation/local-bus.ts'
import type { Clock } from './generation/ports.ts'
import { systemClock } from './generation/system-clock.ts'
import type { Log } from './log.ts'
import { createRelay } from './relay/create-relay.ts'
import type { RelayModel } from './relay/list-relayed.ts'
import type { RelayRefusal, RelayReply, RelayRequest } from './relay/relay.ts'
import { appRouter, type AppRouter } from './router.ts'
import { createChangeNotices } from './services/change-notices.ts'
import { createCallLog } from './services/call-log.ts'
import { createTextKeeper } from './services/call-bodies.ts'
import { createBodyCleaner } from './services/create-body-cleaner.ts'
import { createUserRemover } from './services/create-user-remover.ts'
import { createVeil } from './services/create-veil.ts'
import { createCatchUpLoop } from './services/create-catch-up-loop.ts'
import { createRetention, type Retention } from './services/create-retention.ts'
import { createRunStore } from './services/run-store.ts'
import { createKeyTurns } from './services/key-turns.ts'
import { createSecretBox } from './services/secret-box.ts'
import { createShortMemory } from './services/short-memory.ts'
import { createTitleMaker } from './services/create-title-maker.ts'
import { warnOfUnreadableKeys } from './services/warn-of-unreadable-keys.ts'

const MOST_FILE_BYTES = 500 * 1024 * 1024
const RETENTION: Retention = { deletedDays: 30, rewoundDays: 365, auditDays: 730 }
const CALL_BODIES = { days: 30, mostCharacters: 1024 * 1024 }

export interface ApiOptions {
  database: Database
  /** Connections of its own for the engine, so that people’s slow queries never keep it from storing. */
  background?: Database | undefined
  llm: LlmClient & ModelLister & Forwarder
  /** The demo upstream's API base. */
  demoUrl: string
  /** At least 32 bytes: encrypts the keys of models. */
  secret: string
  /** The secret before a rotation: what it encrypted can still be read. */
  previousSecret?: string | undefined
  /** The address that browsers use: decides the cookie's name and flags. */
  publicUrl: string
  /** Null: open until there is a first user, closed from then on. */
  registration: RegistrationMode | null
  demo: DemoMode
  /** Whether no other instance can share the database: then a start may end at once what an earlier one left running. */
  isSingleInstance: boolean
  /** How many calls a user, or an address that nobody is signed in from, may make in the long run. */
  callsPerSecond: number
  /** What the files of one user may take together, in bytes; 500 MB by default. */
  mostFileBytes?: number | undefined
  /** What calls send and answer is kept for so many days, so many characters of each; not at all where null. */
  callBodies?: { days: number; mostCharacters: number } | null | undefined
  retention?: Retention | undefined
  log: Log
  /** Is told each row of the audit log once it is committed. */
  onAudit?: ((row: AuditRow) => void) | undefined
  clock?: Clock | undefined
}

export interface Api {
  router: AppRouter
  /** Makes the context of one HTTP request or one socket. Never throws for what a caller sent. */
  createContext(connection: Connection): Context
  /** Tells who calls, by the same rules as the procedures. Null for nobody. */
  authenticate: (connection: Connection) => Promise<Identity | null>
  /** Keeps a file for the caller. Rejects with what `explain` puts into words, as does `openFile`. */
  uploadFile(connection: Connection, upload: FileUpload): Promise<Attachment>
  /** A file that the caller may read. */
  openFile(connection: Connection, id: string): Promise<OpenFile>
  /** The call log as a file: see `exportCalls`. */
  exportCalls(
    connection: Connection,
    format: ExportFormat,
    query: Record<string, string>,
  ): Promise<CallExport>
  /** All that is kept of the caller: see `exportAccount`. */
  exportAccount(connection: Connection): Promise<AsyncIterable<string>>
  /** Passes an OpenAI-format request on to the model that it names. Never rejects: a refusal is an answer too. */
  relay(connection: Connection, request: RelayRequest, reply: RelayReply): Promise<void>
  /** The models that the caller may name to the relay, or why they are told none. */
  listRelayModels(connection: Connection): Promise<RelayModel[] | RelayRefusal>
  /** An error as the API tells of it; one that nobody expected is logged. */
  explain(failure: unknown, requestId: string): AppErrorShape
  /** Whether what a connection was opened with is good still. All that ask in one tick take one statement. */
  isSignedIn: (connection: Connection) => Promise<boolean>
  /** Offers the demo models unless they are off, ends what a killed server left running, and starts the timers. */
  start(): Promise<void>
  /** Starts no more answers, lets the running ones finish for so long, then ends them as `interrupted`. */
  shutdown(graceMs: number): Promise<void>
}

/** Composes the API over a migrated database. Nothing runs before `start`. */
export function createApi(options: ApiOptions): Api {
  const { database, llm, demoUrl, publicUrl, registration, demo, log } = options
  const clock = options.clock ?? systemClock
  const [owner, recent] = [randomUUID(), createShortMemory(() => clock.monotonic())]
  const { keepText, days } = keepBodies(options.callBodies)
  const secretBox = createSecretBox({ secret: options.secret, previousSecret: options.previousSecret })
  const keyTurns = createKeyTurns({ database: options.background ?? database, log, onChange: recent.forget })
  const auth = createAuth({ database, recent, publicUrl, registration, clock, log })
  const store = createRunStore({
    ...{ secretBox, keyTurns, owner, demoUrl, keepText, database: options.background ?? database },
    isSingleInstance: options.isSingleInstance,
  })
  const [notices, queues] = [createChangeNotices(), createModelQueues(clock)]
  const engine = createEngine({
    ...{ store, bus: createLocalBus(), llm, clock, owner, queues, keepText, log },
    onRunChange: (userId) => notices.note(userId, 'message'),
  })
  const callLog = openCallLog(options)
  const relay = createRelay({ callLog, clock, log })
  let isDraining = false
  const shared = { database: options.background ?? database, engine, demo, log }
  const calling = { llm, secretBox, keyTurns, queues, demoUrl, notices, keepText, callLog }
  const titles = createTitleMaker({ ...shared, ...calling })
  const catchUps = createCatchUpLoop({ ...shared, clock, owner })
  const { removals, cleaners } = createCleaners({ ...shared, clock, days }, options)
  const upkeep = gatherUpkeep({ auth, titles, catchUps, cleaners })
  const dependencies = {
    ...{ ...calling, database, engine, auth, owner, demo, recent, log },
    countCall: createCallRate(options.callsPerSecond),
    keyRates: createKeyRates(() => clock.monotonic()),
    uploads: createUploadLimits(options.callsPerSecond, options.mostFileBytes ?? MOST_FILE_BYTES),
    isDraining: () => isDraining,
    ...{ titles, catchUps, removals, veil: createVeil(database), onAudit: options.onAudit ?? (() => {}) },
  }
  const enter = (connection: Connection) => createContext(dependencies, connection)
  return {
    router: appRouter,
    createContext: enter,
    authenticate: (connection) => tellWho(auth, connection),
    uploadFile: (connection, upload) => uploadFile(enter(connection), upload),
    openFile: (connection, id) => openFile(enter(connection), id),
    exportCalls: (connection, format, query) => exportCalls(enter(connection), format, query),
    exportAccount: (connection) => exportAccount(enter(connection)),
    relay: (connection, request, reply) => relay.call(enter(connection), request, reply),
    listRelayModels: (connection) => relay.listModels(enter(connection)),
    explain: (failure, requestId) => explain(failure, { requestId, log }),
    isSignedIn: (connection) => auth.holds(auth.readCredentials(connection)),
    async start() {
      if (demo !== 'off') await saveDemoModels(database, [...demoModels])
      await warnOfUnreadableKeys({ database, secretBox, log })
      await engine.recover()
      upkeep.start()
    },
    async shutdown(graceMs) {
      isDraining = true
      upkeep.stop()
      await Promise.all([engine.shutdown(graceMs), relay.shutdown(graceMs)])
    },
  }
}

function tellWho(auth: ReturnType<typeof createAuth>, connection: Connection): Promise<Identity | null> {
  const canSetCookie = connection.setCookie !== undefined
  return auth.authenticate(auth.readCredentials(connection), { canSetCookie })
}

function explain(failure: unknown, ctx: { requestId: string; log: Log }): AppErrorShape {
  return formatError({ error: getTRPCErrorFromUnknown(failure), path: undefined, ctx })
}

function openCallLog({ database, background = database, log }: ApiOptions) {
  return createCallLog({ write: (calls) => recordCalls(background, calls), log, clock: systemClock })
}

/** What was kept goes in its time also where nothing more is kept. */
function keepBodies(asked: ApiOptions['callBodies'] = CALL_BODIES) {
  const keepText = asked ? createTextKeeper(asked.mostCharacters) : undefined
  return { keepText, days: (asked ?? CALL_BODIES).days }
}

type CleanerParts = Pick<Dependencies, 'database' | 'engine' | 'log'> & { clock: Clock; days: number }

function createCleaners(
  parts: CleanerParts,
  { retention = RETENTION, onAudit = () => {} }: Pick<ApiOptions, 'retention' | 'onAudit'>,
) {
  const removals = createUserRemover(parts)
  const kept = createRetention({ ...parts, retention, onAudit })
  return { removals, cleaners: [createFileCleaner(parts), createBodyCleaner(parts), kept, removals] }
}

interface UpkeepParts {
  auth: Pick<ReturnType<typeof createAuth>, 'startCleaning' | 'stopCleaning'>
  titles: Pick<ReturnType<typeof createTitleMaker>, 'stop'>
  catchUps: Pick<ReturnType<typeof createCatchUpLoop>, 'wake' | 'stop'>
  cleaners: { start(): void; stop(): void }[]
}

/** What is done without being asked, from the start to the shutdown. */
function gatherUpkeep({ auth, titles, catchUps, cleaners }: UpkeepParts) {
  return {
    start() {
      auth.startCleaning()
      catchUps.wake()
      for (const cleaner of cleaners) cleaner.start()
    },
    stop() {
      auth.stopCleaning()
      titles.stop()
      catchUps.stop()
      for (const cleaner of cleaners) cleaner.stop()
    },
  }
}
