import { index, mysqlTable } from 'drizzle-orm/mysql-core'
import { idColumn } from '../columns/id-column.ts'
import { jsonColumn } from '../columns/json-column.ts'
import { asciiColumn, lineColumn } from '../columns/text-columns.ts'
import { timeColumn } from '../columns/time-column.ts'
import type { AuditAction, AuditDetails } from '../records/audit.ts'

/**
 * Who did what, to what, when and from where. Rows are added, by the database's clock, and never changed. No foreign keys,
 * and the names as they were: it outlives what it tells of.
 */
export const auditLog = mysqlTable(
  'audit_log',
  {
    id: idColumn('id').primaryKey(),
    at: timeColumn('at').notNull(),
    action: asciiColumn('action', { length: 40 }).$type<AuditAction>().notNull(),
    /** Null where nobody was signed in. */
    actorId: idColumn('actor_id'),
    actorName: lineColumn('actor_name', { length: 254 }),
    targetId: asciiColumn('target_id', { length: 64 }),
    targetName: lineColumn('target_name', { length: 254 }),
    details: jsonColumn<AuditDetails>('details'),
    address: asciiColumn('address', { length: 45 }),
    requestId: asciiColumn('request_id', { length: 64 }),
  },
  (table) => [
    index('audit_log_list').on(table.at, table.id),
    index('audit_log_action').on(table.action, table.at, table.id),
    index('audit_log_actor').on(table.actorId, table.at, table.id),
    index('audit_log_target').on(table.targetId, table.at, table.id),
  ],
)
