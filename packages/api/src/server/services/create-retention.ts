import {
  hasAuditBefore,
  purgeAudit,
  purgeDeleted,
  purgeRewound,
  type AuditRow,
  type Database,
} from '@chatmore/db'
import { recordAudit } from '../audit/audited.ts'
import type { Clock } from '../generation/ports.ts'
import type { Log } from '../log.ts'
import { createHourlyCleaner } from './create-hourly-cleaner.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** How long what is in no list any more is kept, in days. */
export interface Retention {
  /** Sessions and windows that were deleted, which can be restored until then. */
  deletedDays: number
  /** What was taken out of a window's history, which can be brought back until then. */
  rewoundDays: number
  auditDays: number
}

interface RetentionParts {
  database: Database
  clock: Clock
  log: Log
  retention: Retention
  onAudit: (row: AuditRow) => void
}

/** Removes, once an hour, what is kept no longer. */
export function createRetention({ database, clock, log, retention, onAudit }: RetentionParts) {
  const ago = (days: number) => new Date(clock.now().getTime() - days * DAY_MS)

  /** The entry that tells of it comes first: however it ends, what is gone was noted. */
  async function trimAudit(before: Date): Promise<void> {
    if (!(await hasAuditBefore(database, before))) return
    const source = {
      database,
      user: { id: null, email: 'retention' },
      address: null,
      requestId: null,
      onAudit,
    }
    await recordAudit(source, { action: 'audit.trimmed', details: { before: before.toISOString() } })
    await purgeAudit(database, before)
  }

  async function remove(): Promise<void> {
    await purgeDeleted(database, ago(retention.deletedDays))
    await purgeRewound(database, ago(retention.rewoundDays))
    await trimAudit(ago(retention.auditDays))
  }

  return createHourlyCleaner({ clock, log, remove, failure: 'what is kept no longer could not be removed' })
}
