import type { Database } from '../../database.ts'
import { newId } from '../../new-id.ts'
import type { AuditRow, AuditValues } from '../../records/audit.ts'
import { auditLog } from '../../schema/audit-log.ts'
import { readTime } from '../read-time.ts'

/** Adds rows to the audit log, dated by the database's clock. Nothing changes or removes them. */
export async function appendAudit(db: Database, entries: AuditValues[]): Promise<AuditRow[]> {
  if (entries.length === 0) return []
  const at = await readTime(db)
  const rows = entries.map((entry) => ({
    id: newId(),
    ...entry,
    targetId: entry.targetId ?? null,
    targetName: entry.targetName ?? null,
    details: entry.details ?? null,
  }))
  await db.insert(auditLog).values(rows.map((row) => ({ ...row, at })))
  return rows.map((row) => ({ ...row, at: at.toISOString() }))
}
