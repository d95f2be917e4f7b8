import type { Logger } from 'pino'
import type { RunningServer } from './start-server.ts'

/** npm hands a Ctrl-C on to its child, which the terminal has told already: within this time it is one and the same. */
const SAME_SIGNAL_MS = 500
/** For storing and closing, after the grace period. */
const GIVE_UP_MS = 15_000

export interface StopOptions {
  log: Logger
  /** How long running answers may go on. */
  graceMs: number
}

/** SIGTERM and Ctrl-C stop the server in order; said again they hurry it. */
export function stopOnSignals(starting: Promise<RunningServer>, { log, graceMs }: StopOptions): void {
  let firstAt: number | null = null
  const onSignal = (signal: NodeJS.Signals) => {
    const now = performance.now()
    if (firstAt !== null && now - firstAt < SAME_SIGNAL_MS) return
    const isFirst = firstAt === null
    firstAt ??= now
    log.info({ signal }, isFirst ? 'stopping; again to hurry' : 'hurrying')
    setTimeout(() => process.exit(1), (isFirst ? graceMs : 0) + GIVE_UP_MS).unref()
    void stop(starting, log, isFirst)
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
}

async function stop(starting: Promise<RunningServer>, log: Logger, isFirst: boolean): Promise<void> {
  try {
    const server = await starting
    await (isFirst ? server.close() : server.close(0))
    log.info({}, 'stopped')
    process.exit(0)
  } catch (error) {
    log.error({ error }, 'stopping failed')
    process.exit(1)
  }
}
