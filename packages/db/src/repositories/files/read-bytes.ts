import { and, asc, eq } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { fileParts } from '../../schema/file-parts.ts'
import { files } from '../../schema/files.ts'

/** One after another, so that whoever passes them on has one in memory. */
export async function* readParts(db: Database, hash: string): AsyncGenerator<Buffer, void, undefined> {
  for (let position = 0; ; position++) {
    const [row] = await db
      .select({ data: fileParts.data })
      .from(fileParts)
      .where(and(eq(fileParts.hash, hash), eq(fileParts.position, position)))
    if (!row) return
    yield row.data
  }
}

/** What a file holds, whoever's: for the engine, which acts on messages that were checked before. Null where it is gone. */
export async function readBytesUnscoped(db: Database, id: string): Promise<Buffer | null> {
  const rows = await db
    .select({ data: fileParts.data })
    .from(files)
    .innerJoin(fileParts, eq(fileParts.hash, files.hash))
    .where(eq(files.id, id))
    .orderBy(asc(fileParts.position))
  return rows.length === 0 ? null : Buffer.concat(rows.map(({ data }) => data))
}
