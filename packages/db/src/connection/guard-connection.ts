import type { Connection } from 'mysql2/promise'
import { DatabaseFault } from '../errors/database-fault.ts'
import { findDatabaseFault } from '../errors/find-database-fault.ts'

/** What is asked last, such as a COMMIT after slow work, still gets this long. */
const LEAST_MS = 500

export interface GuardedConnection {
  /** Rejects, and gives the connection up, where the answer is not there by the deadline. */
  query: Connection['query']
  /** When the server last answered, in milliseconds since 1970. */
  answeredAt(): number
  isBroken(): boolean
  /** Until when, in milliseconds since 1970, whoever has it now may wait for answers. */
  setDeadline(at: number): void
  destroy(): void
  end(): Promise<void>
}

/**
 * A connection that never keeps its user waiting for a server that does not answer. The driver's own time limit of a query
 * leaves the query running on a connection that looks free, so this one cuts the connection.
 */
export function guardConnection(connection: Connection): GuardedConnection {
  let isBroken = false
  let answeredAt = Date.now()
  let deadline = Number.POSITIVE_INFINITY
  const markBroken = (): void => void (isBroken = true)
  connection.on('error', markBroken)
  connection.on('end', markBroken)

  function destroy(): void {
    isBroken = true
    connection.destroy()
    toSocket(connection).destroy()
  }

  async function query(...parameters: Parameters<Connection['query']>): Promise<unknown> {
    try {
      const result = await inTime(connection.query(...parameters), Math.max(deadline - Date.now(), LEAST_MS))
      answeredAt = Date.now()
      return result
    } catch (error) {
      const kind = findDatabaseFault(error)?.kind
      // A server that has become read-only has likely been replaced by another, behind the same address.
      if (kind === 'away' || kind === 'readOnly') destroy()
      throw error
    }
  }

  return {
    query: query as Connection['query'],
    answeredAt: () => answeredAt,
    isBroken: () => isBroken,
    setDeadline: (at) => void (deadline = at),
    destroy,
    end: () => (isBroken ? Promise.resolve() : connection.end()),
  }
}

/** The driver only half-closes its socket, and a server that stands still never closes the other half. */
function toSocket(connection: Connection): { destroy(): void } {
  return (connection as unknown as { connection: { stream: { destroy(): void } } }).connection.stream
}

async function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DatabaseFault('away', 'The database did not answer in time.')), ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
