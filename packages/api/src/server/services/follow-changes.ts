import type { UserEvent } from '../../contract/index.ts'
import type { Clock } from '../generation/ports.ts'

/** Changes that come sooner after each other are told together: a broadcast to fifty windows makes a handful of events. */
const PAUSE_MS = 300
/** Lost rights end a watch within 5 seconds, the time of asking included. */
const RIGHTS_MS = 4500

interface FollowParts {
  /** Calls back with what changed until the returned function is called. */
  subscribe: (listener: (domain: string) => void) => () => void
  /** Whether the watcher is signed in still, read afresh. */
  isAllowed: () => Promise<boolean>
  signal: AbortSignal
  clock: Clock
}

/** The events of `user.watch`. It remembers which domains changed, never how often: one that does not read costs nothing. */
export async function* followChanges(parts: FollowParts): AsyncGenerator<UserEvent, void, undefined> {
  const { subscribe, signal, clock } = parts
  const changed = new Set<string>()
  let isPausing = false
  let isOver = signal.aborted
  let wake = () => {}
  let cancelPause = () => {}
  const end = () => {
    isOver = true
    wake()
  }
  const unsubscribe = subscribe((domain) => {
    changed.add(domain)
    wake()
  })
  signal.addEventListener('abort', end)
  const cancelChecks = checkRights(parts, end)
  try {
    yield { type: 'ready' }
    while (!isOver) {
      if (changed.size > 0 && !isPausing) {
        const domains = [...changed].sort()
        changed.clear()
        isPausing = true
        cancelPause = clock.schedule(PAUSE_MS, () => {
          isPausing = false
          wake()
        })
        yield { type: 'changed', domains }
      } else await new Promise<void>((resolve) => (wake = resolve))
    }
  } finally {
    cancelPause()
    cancelChecks()
    unsubscribe()
    signal.removeEventListener('abort', end)
  }
}

/** A database that is away says nothing about rights, and what is told meanwhile says nothing either. */
function checkRights({ isAllowed, clock }: FollowParts, onLost: () => void): () => void {
  let isOver = false
  let cancel = () => {}
  const schedule = () => {
    cancel = clock.schedule(RIGHTS_MS, () => void check())
  }
  async function check() {
    const isStill = await isAllowed().catch(() => true)
    if (!isStill) onLost()
    else if (!isOver) schedule()
  }
  schedule()
  return () => {
    isOver = true
    cancel()
  }
}
