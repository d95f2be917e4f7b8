/**
 * `busy`: others hold what is needed for too long. `away`: no connection, or no answer. `full`: no room for the data.
 * `readOnly`: the server takes no changes.
 */
export type DatabaseFaultKind = 'busy' | 'away' | 'full' | 'readOnly'

interface DatabaseFaultOptions {
  cause?: unknown
  isOutcomeUnknown?: boolean
}

/** Why the database did not do what it was asked, where the question itself was right. */
export class DatabaseFault extends Error {
  readonly kind: DatabaseFaultKind
  /** Whether it may have been done nevertheless: the connection was lost while it was. */
  readonly isOutcomeUnknown: boolean

  constructor(kind: DatabaseFaultKind, message: string, options: DatabaseFaultOptions = {}) {
    super(message, { cause: options.cause })
    this.name = 'DatabaseFault'
    this.kind = kind
    this.isOutcomeUnknown = options.isOutcomeUnknown ?? false
  }
}
