export interface DriverError extends Error {
  errno?: number
  code?: string
  syscall?: string
  /** Whether the connection is of no more use. */
  fatal?: boolean
  sqlMessage?: string
}

/** The driver's own error behind what drizzle throws: it wraps it as `cause`, whose text would show the SQL. */
export function findDriverError(error: unknown): DriverError | null {
  let current = error
  while (current instanceof Error) {
    if ('errno' in current || 'syscall' in current || 'fatal' in current) return current as DriverError
    current = current.cause
  }
  return null
}
