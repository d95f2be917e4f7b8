import { and, eq, sql } from 'drizzle-orm'
import { transact } from '../../connection/transact.ts'
import type { Database } from '../../database.ts'
import { newId } from '../../new-id.ts'
import type { AttachmentRecord, FileValues } from '../../records/file.ts'
import type { Scope } from '../../records/scope.ts'
import { files } from '../../schema/files.ts'
import { countRows } from '../count-rows.ts'
import { ownedInScope } from '../owned-in-scope.ts'
import { requirePersonalWorkspace } from '../workspaces/require-personal-workspace.ts'
import { attachmentColumns, toAttachment } from './attachment-columns.ts'
import { saveBody } from './save-body.ts'

/** What a row takes beside its bytes, so that a great many tiny files are not free. */
const LEAST_BYTES = 4096

/**
 * Keeps a file of the user's: the one that they have where bytes and name are the same. Null where all of theirs would be
 * more than `mostBytes`; two that come at once may both still fit.
 */
export function saveFile(
  db: Database,
  scope: Scope,
  { bytes, mostBytes, ...values }: FileValues,
): Promise<AttachmentRecord | null> {
  const work = async (tx: Database): Promise<AttachmentRecord | null> => {
    const known = await renewSame(tx, scope, values)
    if (known) return known
    if ((await sumSizes(tx, scope)) + Math.max(values.size, LEAST_BYTES) > mostBytes) return null
    await saveBody(tx, values.hash, bytes)
    const now = new Date()
    const row = {
      ...{ id: newId(), workspaceId: await requirePersonalWorkspace(tx, scope), userId: scope.userId },
      ...values,
      isSent: false,
      uploadedAt: now,
      createdAt: now,
    }
    await tx.insert(files).values(row)
    const { id, name, mediaType, size, width, height, tokens } = row
    return toAttachment({ id, name, mediaType, size, width, height, tokens })
  }
  return transact(db, work, { isRepeatable: true })
}

/** Counts as uploaded now, so that it is not cleaned away before it is sent. */
async function renewSame(
  tx: Database,
  scope: Scope,
  { hash, name }: Pick<FileValues, 'hash' | 'name'>,
): Promise<AttachmentRecord | null> {
  const [row] = await tx
    .select(attachmentColumns)
    .from(files)
    .where(and(eq(files.hash, hash), eq(files.name, name), ownedInScope(scope, files)))
  if (!row) return null
  const result = await tx.update(files).set({ uploadedAt: new Date() }).where(eq(files.id, row.id))
  return countRows(result) > 0 ? toAttachment(row) : null
}

async function sumSizes(tx: Database, scope: Scope): Promise<number> {
  const least = sql.raw(String(LEAST_BYTES))
  const [row] = await tx
    .select({ total: sql`COALESCE(SUM(GREATEST(${files.size}, ${least})), 0)`.mapWith(Number) })
    .from(files)
    .where(eq(files.userId, scope.userId))
  return row?.total ?? 0
}
