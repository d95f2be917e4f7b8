export type EmbeddedDatabaseErrorCode = 'NO_BINARY' | 'FOLDER_IN_USE' | 'START_FAILED'

/** Why the private database does not run; `message` is a plain sentence for who starts ChatMore. */
export class EmbeddedDatabaseError extends Error {
  readonly code: EmbeddedDatabaseErrorCode

  constructor(code: EmbeddedDatabaseErrorCode, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'EmbeddedDatabaseError'
    this.code = code
  }
}
