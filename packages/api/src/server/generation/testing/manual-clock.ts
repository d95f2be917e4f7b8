import type { Clock } from '../ports.ts'

interface Timer {
  at: number
  callback: () => void
}

export interface ManualClock extends Clock {
  /** Lets so much time pass: calls what is due in order, and lets what that started come to rest in between. */
  advance(milliseconds: number): Promise<void>
  /** Moves the time on without calling anything, as a blocked process would see it. */
  jump(milliseconds: number): void
  /** Sets the time of day forward or back, as an administrator or NTP does. Nothing else may notice. */
  setBy(milliseconds: number): void
  readonly timerCount: number
}

export function createManualClock(start = Date.parse('2026-01-01T00:00:00Z')): ManualClock {
  const timers = new Set<Timer>()
  let now = 0
  let timeOfDay = start

  function takeDue(until: number): Timer | undefined {
    const [next] = [...timers].filter((timer) => timer.at <= until).sort((one, other) => one.at - other.at)
    if (next) timers.delete(next)
    return next
  }

  return {
    now: () => new Date(timeOfDay + now),
    monotonic: () => now,
    schedule(delayMs, callback) {
      const timer = { at: now + delayMs, callback }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    async advance(milliseconds) {
      const until = now + milliseconds
      await settle()
      for (let timer = takeDue(until); timer; timer = takeDue(until)) {
        now = Math.max(now, timer.at)
        timer.callback()
        await settle()
      }
      now = until
    },
    jump(milliseconds) {
      now += milliseconds
    },
    setBy(milliseconds) {
      timeOfDay += milliseconds
    },
    get timerCount() {
      return timers.size
    },
  }
}

/** Resolves once every promise that can go on by itself has done so. */
export function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
