import { describeError } from '../errors/describe-error.ts'
import type { Log } from '../log.ts'
import type { Clock } from './ports.ts'

/** Lost rights end a watch within 5 seconds, the time of asking included. */
const ROUND_MS = 4500
/** How long the database may be away before a watch ends for want of an answer: as long as answers go on without it. */
const UNANSWERED_MS = 60_000

export interface Holder {
  /** Whether the right is there still, read afresh. */
  isAllowed: () => Promise<boolean>
  close: () => void
}

export interface HeldRights {
  /** Closes the holder once its right is lost, until the returned function is called. */
  hold(holder: Holder): () => void
}

/** Asks for the rights of all holders in one round, so that they can be read together. One timer, set while anyone holds. */
export function createHeldRights({ clock, log }: { clock: Clock; log: Log }): HeldRights {
  /** When each had its last answer. */
  const answeredAt = new Map<Holder, number>()
  let cancelRound: (() => void) | null = null
  let isAsking = false

  /** The failure, where there is no answer. */
  async function ask(holder: Holder): Promise<unknown> {
    try {
      const isAllowed = await holder.isAllowed()
      if (answeredAt.has(holder)) answeredAt.set(holder, clock.monotonic())
      if (!isAllowed) holder.close()
    } catch (failure) {
      const since = answeredAt.get(holder) ?? clock.monotonic()
      if (clock.monotonic() - since > UNANSWERED_MS) holder.close()
      return failure
    }
  }

  async function playRound(): Promise<void> {
    cancelRound = null
    isAsking = true
    const failures = (await Promise.all([...answeredAt.keys()].map(ask))).filter(Boolean)
    isAsking = false
    if (failures.length > 0)
      log.warn(
        { count: failures.length, error: describeError(failures[0]) },
        'rights of watchers could not be read',
      )
    schedule()
  }

  function schedule(): void {
    if (isAsking || answeredAt.size === 0) return
    cancelRound ??= clock.schedule(ROUND_MS, () => void playRound())
  }

  return {
    hold(holder) {
      answeredAt.set(holder, clock.monotonic())
      schedule()
      return () => {
        answeredAt.delete(holder)
        if (answeredAt.size > 0) return
        cancelRound?.()
        cancelRound = null
      }
    },
  }
}
