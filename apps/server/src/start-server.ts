import type { Logger } from 'pino'
import type { Environment } from './env.ts'

export interface RunningServer {
  /** Where it listens, such as `http://127.0.0.1:3000`. */
  url: string
  /** Whether nobody has registered yet. */
  isFirstRun: boolean
  /** Stops it in order, the database last. Answers in flight get `graceMs` to end; a second call with 0 hurries the first. */
  close(graceMs?: number): Promise<void>
  /** Cuts every connection at once, as a failing network does; the server goes on. */
  cutConnections(): void
}

export interface StartServerOptions {
  log: Logger
}
