import type { AuditRow, Database } from '@chatmore/db'
import type { Forwarder, LlmClient, ModelLister } from '@chatmore/llm'
import type { CallRate } from './auth/call-rate.ts'
import type { Auth } from './auth/create-auth.ts'
import type { KeyRates } from './auth/key-rates.ts'
import type { CredentialSource, Credentials } from './auth/read-credentials.ts'
import { toNetwork } from './auth/to-network.ts'
import type { UploadLimits } from './files/upload-limits.ts'
import type { KeepText } from './generation/body-keeper.ts'
import type { Engine } from './generation/create-engine.ts'
import type { ModelQueues } from './generation/model-queues.ts'
import type { Log } from './log.ts'
import type { CallLog } from './services/call-log.ts'
import type { Veil } from './services/create-veil.ts'
import type { ChangeNotices } from './services/change-notices.ts'
import type { TitleMaker } from './services/title-maker.ts'
import type { UserRemover } from './services/user-remover.ts'
import type { CatchUpLoop } from './services/catch-up-loop.ts'
import type { KeyTurns } from './services/key-turns.ts'
import type { SecretBox } from './services/secret-box.ts'
import type { ShortMemory } from './services/short-memory.ts'

/** `auto`: demo models are offered while no real model is enabled. */
export type DemoMode = 'auto' | 'on' | 'off'

/** What the procedures work with, one of each in a server. */
export interface Dependencies {
  database: Database
  engine: Engine
  llm: LlmClient & ModelLister & Forwarder
  auth: Auth
  secretBox: SecretBox
  keyTurns: KeyTurns
  countCall: CallRate
  keyRates: KeyRates
  uploads: UploadLimits
  /** Whether the server has begun to stop. */
  isDraining: () => boolean
  /** This instance, as the leases of its runs name it. */
  owner: string
  demo: DemoMode
  /** The API base that stands in for the demo models' own. */
  demoUrl: string
  notices: ChangeNotices
  titles: TitleMaker
  removals: UserRemover
  /** Where calls wait that a model's endpoint has no room for yet. */
  queues: ModelQueues
  veil: Veil
  catchUps: CatchUpLoop
  /** Makes of what goes over the wire what is kept of it; absent where nothing is. */
  keepText: KeepText | undefined
  callLog: CallLog
  /** Forgets whenever something is changed by way of this instance. */
  recent: ShortMemory
  log: Log
  /** Is told each row of the audit log once it is committed. */
  onAudit: (row: AuditRow) => void
}

/** One HTTP request, or one socket for as long as it is open. */
export interface Connection extends CredentialSource {
  /** The `ref` of an unexpected error. */
  requestId: string
  /** Adds a `Set-Cookie` header to the answer. A socket has none. */
  setCookie?: ((cookie: string) => void) | undefined
  /** How many bytes this socket has not sent yet. */
  bufferedAmount?: (() => number) | undefined
}

export interface Context extends Dependencies {
  credentials: Credentials
  /** Where the call comes from, as limits count it. */
  network: string
  /** The caller's address as it is, for the record. */
  address: string
  userAgent: string | null
  requestId: string
  setCookie: ((cookie: string) => void) | undefined
  bufferedAmount: () => number
}

/** An IPv6 address with an IPv4 one in it is the longest. */
const ADDRESS_LENGTH = 45

export function createContext(dependencies: Dependencies, connection: Connection): Context {
  return {
    ...dependencies,
    credentials: dependencies.auth.readCredentials(connection),
    network: toNetwork(connection.ip),
    address: connection.ip.slice(0, ADDRESS_LENGTH),
    userAgent: connection.headers.get('user-agent'),
    requestId: connection.requestId,
    setCookie: connection.setCookie,
    bufferedAmount: connection.bufferedAmount ?? (() => 0),
  }
}
