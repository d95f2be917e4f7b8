import type { Clock } from './ports.ts'

/** Waits for something, but no longer than so many milliseconds: then null. */
export function waitAtMost<T>(clock: Clock, delayMs: number, work: Promise<T>): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const cancel = clock.schedule(delayMs, () => resolve(null))
    work.then(resolve, reject).finally(cancel)
  })
}
