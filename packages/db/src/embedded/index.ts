export { EmbeddedDatabaseError, type EmbeddedDatabaseErrorCode } from './embedded-database-error.ts'
export { findRunningDatabase } from './find-running-database.ts'
export {
  startEmbeddedDatabase,
  type EmbeddedDatabase,
  type EmbeddedDatabaseLog,
  type EmbeddedDatabaseOptions,
} from './start-embedded-database.ts'
