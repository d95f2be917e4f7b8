import { and, eq, inArray } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { AttachmentRecord, FileRecord } from '../../records/file.ts'
import type { Scope } from '../../records/scope.ts'
import { files } from '../../schema/files.ts'
import { ownedInScope } from '../owned-in-scope.ts'
import { attachmentColumns, toAttachment } from './attachment-columns.ts'

/** These files in this order. Null where one of them is not the user's. */
export async function findFiles(
  db: Database,
  scope: Scope,
  ids: readonly string[],
): Promise<AttachmentRecord[] | null> {
  const rows = await db
    .select(attachmentColumns)
    .from(files)
    .where(and(inArray(files.id, [...ids]), ownedInScope(scope, files)))
  const byId = new Map(rows.map((row) => [row.id, toAttachment(row)]))
  const found = ids.flatMap((id) => byId.get(id) ?? [])
  return found.length === ids.length ? found : null
}

/** A file with what leads to its bytes. Null where the user has no such file. */
export async function findFile(db: Database, scope: Scope, id: string): Promise<FileRecord | null> {
  const [row] = await db
    .select({ ...attachmentColumns, hash: files.hash })
    .from(files)
    .where(and(eq(files.id, id), ownedInScope(scope, files)))
  return row ? { ...toAttachment(row), hash: row.hash } : null
}
