import { advanceCatchUp, listRunningCatchUps, type Database, type RunningCatchUp } from '@chatmore/db'
import type { DemoMode } from '../context.ts'
import { describeError } from '../errors/describe-error.ts'
import type { Engine } from '../generation/create-engine.ts'
import type { Clock } from '../generation/ports.ts'
import type { Log } from '../log.ts'
import type { CatchUpLoop } from './catch-up-loop.ts'
import { describeObstacle } from './describe-obstacle.ts'

/** While a window catches up, how soon its next turn begins after the last one's end. */
const STEP_MS = 300
/** How soon an instance finds what another one, or an earlier start, has left. */
const LOOK_MS = 5000

interface LoopParts {
  database: Database
  engine: Engine
  clock: Clock
  owner: string
  demo: DemoMode
  log: Log
}

export function createCatchUpLoop(parts: LoopParts): CatchUpLoop {
  let cancelTimer = () => {}
  let isLooking = false
  let isWanted = false
  let isStopped = false

  function schedule(delayMs: number): void {
    cancelTimer()
    if (!isStopped) cancelTimer = parts.clock.schedule(delayMs, () => void look())
  }

  async function look(): Promise<void> {
    if (isStopped) return
    if (isLooking) return void (isWanted = true)
    isLooking = true
    isWanted = false
    const count = await advanceAll(parts)
    isLooking = false
    schedule(isWanted ? 0 : count > 0 ? STEP_MS : LOOK_MS)
  }

  return {
    wake: () => void look(),
    stop() {
      isStopped = true
      cancelTimer()
    },
  }
}

/** How many windows are catching up. Never rejects: what failed is tried again. */
async function advanceAll(parts: LoopParts): Promise<number> {
  try {
    const running = await listRunningCatchUps(parts.database)
    for (const each of running) await advance(parts, each)
    return running.length
  } catch (failure) {
    parts.log.warn({ error: describeError(failure) }, 'windows that catch up could not be looked for')
    return 0
  }
}

async function advance(
  { database, engine, owner, demo, log }: LoopParts,
  each: RunningCatchUp,
): Promise<void> {
  try {
    const step = await advanceCatchUp(database, {
      ...each,
      owner,
      mayUse: (model) => describeObstacle(model, demo) === null,
    })
    if (step.sessionId === null) return
    if (step.outcome === 'begun') engine.start(step.sessionId, [step.assistantMessageId])
    await engine.announceSession(step.sessionId)
  } catch (failure) {
    log.warn(
      { windowId: each.windowId, error: describeError(failure) },
      'window could not be given its next input',
    )
  }
}
