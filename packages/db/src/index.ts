export type { Database } from './database.ts'
export { openDatabase, type OpenDatabase, type OpenDatabaseOptions } from './connection/open-database.ts'
export { transact, type TransactOptions } from './connection/transact.ts'
export { migrateDatabase, type MigrateOptions } from './migrate/migrate-database.ts'
export { newId } from './new-id.ts'

export { DatabaseError, type DatabaseErrorCode } from './errors/database-error.ts'
export { DatabaseFault, type DatabaseFaultKind } from './errors/database-fault.ts'
export { findDatabaseFault } from './errors/find-database-fault.ts'
export { DuplicateKeyError } from './errors/duplicate-key-error.ts'
export { InvalidCursorError } from './errors/invalid-cursor-error.ts'

export { users } from './schema/users.ts'
export { authSessions } from './schema/auth-sessions.ts'

export { createUser } from './repositories/users/create-user.ts'
export { findUser, findUserByEmail } from './repositories/users/find-user.ts'
export { hasUsers } from './repositories/users/has-users.ts'

export { createApiKey } from './repositories/api-keys/create-api-key.ts'
export { findApiKeyByHash } from './repositories/api-keys/find-api-key-by-hash.ts'
export { listApiKeys } from './repositories/api-keys/list-api-keys.ts'
export { revokeApiKey } from './repositories/api-keys/revoke-api-key.ts'
export { touchApiKey } from './repositories/api-keys/touch-api-key.ts'

export { createModelConfig } from './repositories/models/create-model-config.ts'
export { findModelConfig } from './repositories/models/find-model-config.ts'
export { hasEnabledRealModel } from './repositories/models/has-enabled-real-model.ts'
export { listModelConfigs } from './repositories/models/list-model-configs.ts'
export { removeModelConfig } from './repositories/models/remove-model-config.ts'
export { saveDemoModels } from './repositories/models/save-demo-models.ts'
export { updateModelConfig } from './repositories/models/update-model-config.ts'

export { createSession } from './repositories/sessions/create-session.ts'
export { findSession, findSessionUnscoped, hasSession } from './repositories/sessions/find-session.ts'
export { listSessions } from './repositories/sessions/list-sessions.ts'
export { lockSession } from './repositories/sessions/lock-session.ts'
export { removeSession, restoreSession } from './repositories/sessions/remove-session.ts'
export { updateSession } from './repositories/sessions/update-session.ts'

export { addWindow } from './repositories/windows/add-window.ts'
export { findWindow } from './repositories/windows/find-window.ts'
export { removeWindow, restoreWindow } from './repositories/windows/remove-window.ts'
export { reorderWindows } from './repositories/windows/reorder-windows.ts'
export { updateWindow } from './repositories/windows/update-window.ts'

export { appendAttempt } from './repositories/messages/append-attempt.ts'
export { appendTurns } from './repositories/messages/append-turns.ts'
export { noteBroadcast } from './repositories/messages/note-broadcast.ts'
export { readBroadcast } from './repositories/messages/read-broadcast.ts'
export {
  areMessagesOf,
  findMessage,
  findMessagesUnscoped,
  findMessageUnscoped,
} from './repositories/messages/find-message.ts'
export { listLatestMessages } from './repositories/messages/list-latest-messages.ts'
export { listMessages } from './repositories/messages/list-messages.ts'
export { listTargetWindows } from './repositories/messages/list-target-windows.ts'

export { readTime } from './repositories/read-time.ts'
export { finishRun } from './repositories/runs/finish-run.ts'
export { finishRuns } from './repositories/runs/finish-runs.ts'
export { loadHistories } from './repositories/runs/load-histories.ts'
export { interruptExpired } from './repositories/runs/interrupt-expired.ts'
export { listChangedSince } from './repositories/runs/list-changed-since.ts'
export { listInFlight } from './repositories/runs/list-in-flight.ts'
export { loadRunRows } from './repositories/runs/load-run-rows.ts'
export { renewLeases } from './repositories/runs/renew-leases.ts'
export { writeCheckpoints } from './repositories/runs/write-checkpoints.ts'

export type * from './records/api-key.ts'
export type * from './records/message.ts'
export type * from './records/model-config.ts'
export type * from './records/page.ts'
export type * from './records/run.ts'
export type * from './records/scope.ts'
export type * from './records/session.ts'
export type * from './records/user.ts'
