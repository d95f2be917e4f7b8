export type DatabaseErrorCode =
  | 'BAD_URL'
  | 'UNREACHABLE'
  | 'ACCESS_DENIED'
  | 'UNKNOWN_DATABASE'
  | 'MIGRATION_FAILED'
  | 'MIGRATION_BUSY'
  | 'NEWER_DATABASE'
  | 'BACKUP_FAILED'
  | 'BACKUP_UNREADABLE'
  | 'NEWER_BACKUP'
  | 'RESTORE_REFUSED'
  | 'RESTORE_FAILED'
  | 'UNFINISHED_RESTORE'

/** What keeps the database from being used; `message` is a plain sentence for who runs the server, without a password. */
export class DatabaseError extends Error {
  readonly code: DatabaseErrorCode

  constructor(code: DatabaseErrorCode, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'DatabaseError'
    this.code = code
  }
}
