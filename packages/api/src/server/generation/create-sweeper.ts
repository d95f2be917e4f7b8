import { describeError } from '../errors/describe-error.ts'
import type { Log } from '../log.ts'
import type { CheckpointLoop } from './checkpoint-loop.ts'
import type { DatabaseTime } from './database-time.ts'
import type { Clock, EventBus, RunStore } from './ports.ts'

const SWEEP_MS = 5000

export interface Sweeper {
  /** Sweeps now, and from then on every 5 seconds. Resolves after the first sweep; never rejects. */
  start(): Promise<void>
  stop(): void
}

interface SweeperParts {
  store: RunStore
  bus: EventBus
  clock: Clock
  log: Log
  checkpoints: CheckpointLoop
  time: DatabaseTime
}

/** Ends as `interrupted` the answers that nobody works on any more, whichever instance they belonged to. */
export function createSweeper(parts: SweeperParts): Sweeper {
  let cancelTimer = () => {}
  let isStopped = false

  async function run() {
    await sweep(parts)
    if (!isStopped) cancelTimer = parts.clock.schedule(SWEEP_MS, () => void run())
  }

  return {
    start: run,
    stop() {
      isStopped = true
      cancelTimer()
    },
  }
}

/** Renews the own leases first: after the database was away they have run out, yet their runs go on. */
async function sweep({ store, bus, log, checkpoints, time }: SweeperParts): Promise<void> {
  try {
    await checkpoints.renewAll()
    const interrupted = await store.interruptExpired()
    if (interrupted.length > 0)
      log.warn({ count: interrupted.length }, 'answers of a lost instance were interrupted')
    for (const message of interrupted) bus.publish(message.sessionId, { type: 'message', message })
    await time.refresh()
  } catch (failure) {
    log.warn({ error: describeError(failure) }, 'looking for lost answers failed')
  }
}
