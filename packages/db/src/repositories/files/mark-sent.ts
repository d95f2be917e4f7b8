import { inArray } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { files } from '../../schema/files.ts'
import { countRows } from '../count-rows.ts'

/** Keeps files for good, as a message has them. False where one of them is gone by now. */
export async function markSent(tx: Database, ids: string[]): Promise<boolean> {
  if (ids.length === 0) return true
  const result = await tx.update(files).set({ isSent: true }).where(inArray(files.id, ids))
  return countRows(result) === ids.length
}
