import { DatabaseFault } from '../errors/database-fault.ts'

export interface Gate {
  /** Waits for a place, at most so long; the returned function gives it to the next. Rejects with a fault `busy`. */
  enter(waitMs: number): Promise<() => void>
}

interface GateOptions {
  places: number
  maxWaiting: number
}

/** Lets so many in at a time and keeps a bounded queue before it, first come, first served. */
export function createGate({ places, maxWaiting }: GateOptions): Gate {
  let free = places
  const waiting = new Set<() => void>()

  function leave(): void {
    const [next] = waiting
    if (next) next()
    else free += 1
  }

  return {
    async enter(waitMs) {
      if (free > 0) {
        free -= 1
        return leave
      }
      if (waiting.size >= maxWaiting) throw new DatabaseFault('busy', 'Too many wait for the database.')
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(admit)
          reject(new DatabaseFault('busy', 'No connection to the database became free in time.'))
        }, waitMs)
        function admit(): void {
          waiting.delete(admit)
          clearTimeout(timer)
          resolve(leave)
        }
        waiting.add(admit)
      })
    },
  }
}
