import { and, eq, inArray, isNull, lt } from 'drizzle-orm'
import { transact } from '../../connection/transact.ts'
import type { Database } from '../../database.ts'
import { fileBodies } from '../../schema/file-bodies.ts'
import { fileParts } from '../../schema/file-parts.ts'
import { files } from '../../schema/files.ts'

const AT_A_TIME = 100

/** Removes files that were uploaded before then and never sent, and bytes that no file has. */
export async function removeUnsent(db: Database, before: Date): Promise<void> {
  while ((await removeFiles(db, before)) === AT_A_TIME);
  while ((await removeBodies(db)) === AT_A_TIME);
}

async function removeFiles(db: Database, before: Date): Promise<number> {
  const isOver = and(eq(files.isSent, false), lt(files.uploadedAt, before))
  const rows = await db.select({ id: files.id }).from(files).where(isOver).limit(AT_A_TIME)
  const ids = rows.map(({ id }) => id)
  // One that was sent or uploaded again meanwhile stays.
  if (ids.length > 0) await db.delete(files).where(and(inArray(files.id, ids), isOver))
  return ids.length
}

async function removeBodies(db: Database): Promise<number> {
  const rows = await db
    .select({ hash: fileBodies.hash })
    .from(fileBodies)
    .leftJoin(files, eq(files.hash, fileBodies.hash))
    .where(isNull(files.id))
    .limit(AT_A_TIME)
  for (const { hash } of rows) await removeBody(db, hash)
  return rows.length
}

/** Whoever adds a file to these bytes has locked their row, so that once it is locked here it is known whether there is one. */
function removeBody(db: Database, hash: string): Promise<void> {
  return transact(db, async (tx) => {
    const isIt = eq(fileBodies.hash, hash)
    await tx.select({ hash: fileBodies.hash }).from(fileBodies).where(isIt).for('update')
    const [file] = await tx.select({ id: files.id }).from(files).where(eq(files.hash, hash)).limit(1)
    if (file) return
    await tx.delete(fileParts).where(eq(fileParts.hash, hash))
    await tx.delete(fileBodies).where(isIt)
  })
}
