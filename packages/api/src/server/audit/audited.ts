import {
  appendAudit,
  transact,
  type AuditAction,
  type AuditDetails,
  type AuditRow,
  type Database,
  type TransactOptions,
} from '@chatmore/db'

/** Whom, from where and by which request something is recorded of. */
export interface AuditSource {
  database: Database
  /** Nobody where they are not signed in. */
  user?: { id: string | null; email: string }
  address: string | null
  requestId: string | null
  /** Is told each row once it is committed. */
  onAudit: (row: AuditRow) => void
}

export interface AuditNote {
  action: AuditAction
  /** Who did it, where that is not who is signed in. */
  actor?: { id: string | null; email: string }
  target?: { id: string; name?: string | null } | undefined
  details?: AuditDetails
}

export type NoteAudit = (note: AuditNote) => void

const NAME_LENGTH = 254

/** Does what is to be recorded, and records it, in one transaction: neither is there without the other. */
export async function audited<Result>(
  source: AuditSource,
  work: (database: Database, note: NoteAudit) => Promise<Result>,
  options: TransactOptions = {},
): Promise<Result> {
  let rows: AuditRow[] = []
  const inTransaction = async (tx: Database) => {
    const notes: AuditNote[] = []
    const done = await work(tx, (note) => notes.push(note))
    rows = await appendAudit(
      tx,
      notes.map((note) => toValues(source, note)),
    )
    return done
  }
  const result = await transact(source.database, inTransaction, options)
  for (const row of rows) source.onAudit(row)
  return result
}

/** For what stands alone, such as a sign-in that failed. */
export function recordAudit(source: AuditSource, what: AuditNote): Promise<void> {
  return audited(source, async (_database, note) => note(what))
}

function toValues(
  { user, address, requestId }: AuditSource,
  { action, actor = user, target, details }: AuditNote,
) {
  return {
    action,
    actorId: actor?.id ?? null,
    actorName: actor?.email ?? null,
    targetId: target?.id,
    targetName: target?.name?.slice(0, NAME_LENGTH),
    details,
    address,
    requestId,
  }
}
