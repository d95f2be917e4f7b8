import type { Database } from '@chatmore/db'
import type { LlmClient, ModelLister } from '@chatmore/llm'
import type { CallRate } from './auth/call-rate.ts'
import type { Auth } from './auth/create-auth.ts'
import type { CredentialSource, Credentials } from './auth/read-credentials.ts'
import { toNetwork } from './auth/to-network.ts'
import type { UploadLimits } from './files/upload-limits.ts'
import type { Engine } from './generation/create-engine.ts'
import type { Log } from './log.ts'
import type { Veil } from './services/create-veil.ts'
import type { ChangeNotices } from './services/change-notices.ts'
import type { TitleMaker } from './services/title-maker.ts'
import type { CatchUpLoop } from './services/catch-up-loop.ts'
import type { SecretBox } from './services/secret-box.ts'

/** `auto`: demo models are offered while no real model is enabled. */
export type DemoMode = 'auto' | 'on' | 'off'

/** What the procedures work with, one of each in a server. */
export interface Dependencies {
  database: Database
  engine: Engine
  llm: LlmClient & ModelLister
  auth: Auth
  secretBox: SecretBox
  countCall: CallRate
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
  veil: Veil
  catchUps: CatchUpLoop
  log: Log
}

/** One HTTP request, or one socket for as long as it is open. */
export interface Connection extends CredentialSource {
  ip: string
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
  requestId: string
  setCookie: ((cookie: string) => void) | undefined
  bufferedAmount: () => number
}

export function createContext(dependencies: Dependencies, connection: Connection): Context {
  return {
    ...dependencies,
    credentials: dependencies.auth.readCredentials(connection),
    network: toNetwork(connection.ip),
    requestId: connection.requestId,
    setCookie: connection.setCookie,
    bufferedAmount: connection.bufferedAmount ?? (() => 0),
  }
}
