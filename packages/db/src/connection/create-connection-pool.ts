import { createGate } from './create-gate.ts'
import type { GuardedConnection } from './guard-connection.ts'

const MAX_WAITING = 500
const LONGEST_WAIT_MS = 4500
/** A connection that was idle for longer may be gone without a word: firewalls forget them. */
const TRUSTED_MS = 30_000
const CHECK_MS = 2000

export interface ConnectionPool {
  /**
   * Lends a connection to `work`, all of it by the deadline, in milliseconds since 1970. Rejects with a fault `busy` where
   * none becomes free within 4.5 seconds.
   */
  lend<T>(deadline: number, work: (connection: GuardedConnection) => Promise<T>): Promise<T>
  /** Closes what is idle, and everything else as it comes back. */
  close(): Promise<void>
}

interface PoolOptions {
  size: number
  connect(deadline: number): Promise<GuardedConnection>
}

/** Keeps connections for use again; after one was lost, the idle ones are asked before they are trusted. */
export function createConnectionPool({ size, connect }: PoolOptions): ConnectionPool {
  const gate = createGate({ places: size, maxWaiting: MAX_WAITING })
  let idle: GuardedConnection[] = []
  let lostAt = 0
  let isClosed = false

  async function take(deadline: number): Promise<GuardedConnection> {
    for (let kept = idle.pop(); kept; kept = idle.pop()) {
      if (kept.isBroken() || !(await isAlive(kept, deadline))) continue
      return kept
    }
    return connect(deadline)
  }

  async function isAlive(connection: GuardedConnection, deadline: number): Promise<boolean> {
    const answeredAt = connection.answeredAt()
    if (answeredAt > lostAt && Date.now() - answeredAt < TRUSTED_MS) return true
    try {
      connection.setDeadline(Math.min(deadline, Date.now() + CHECK_MS))
      await connection.query('SELECT 1')
      return true
    } catch {
      // Where one does not answer, neither will the others, and asking each would take too long.
      for (const other of [connection, ...idle.splice(0)]) other.destroy()
      return false
    }
  }

  function giveBack(connection: GuardedConnection): void {
    if (connection.isBroken()) lostAt = Date.now()
    else if (isClosed) connection.destroy()
    else idle.push(connection)
  }

  return {
    async lend(deadline, work) {
      const leave = await gate.enter(Math.min(LONGEST_WAIT_MS, Math.max(0, deadline - Date.now())))
      try {
        const connection = await take(deadline)
        try {
          connection.setDeadline(deadline)
          return await work(connection)
        } finally {
          giveBack(connection)
        }
      } finally {
        leave()
      }
    },
    async close() {
      isClosed = true
      const closing = idle
      idle = []
      await Promise.all(closing.map((connection) => connection.end().catch(() => undefined)))
    },
  }
}
