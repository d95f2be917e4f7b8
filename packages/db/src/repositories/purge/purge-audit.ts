import { lt } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { auditLog } from '../../schema/audit-log.ts'
import { deleteAll } from './delete-all.ts'

export async function hasAuditBefore(db: Database, before: Date): Promise<boolean> {
  const rows = await db.select({ id: auditLog.id }).from(auditLog).where(lt(auditLog.at, before)).limit(1)
  return rows.length > 0
}

/** The one thing that takes entries out of the audit log: those from before then, and no others. */
export async function purgeAudit(db: Database, before: Date): Promise<number> {
  return deleteAll(db, { table: auditLog, id: auditLog.id, where: lt(auditLog.at, before) })
}
