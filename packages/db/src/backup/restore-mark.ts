import type { Connection, RowDataPacket } from 'mysql2/promise'
import { DatabaseError } from '../errors/database-error.ts'

/** A table that is there from before a restore's first change to after its last. */
export const RESTORE_MARK = 'unfinished_restore'

/** From here on the database counts as half a copy, also for a server that starts after this process was killed. */
export async function setRestoreMark(connection: Connection): Promise<void> {
  await connection.query('CREATE TABLE IF NOT EXISTS ?? (id tinyint NOT NULL PRIMARY KEY)', [RESTORE_MARK])
}

export async function removeRestoreMark(connection: Connection): Promise<void> {
  await connection.query('DROP TABLE ??', [RESTORE_MARK])
}

export async function hasRestoreMark(connection: Connection): Promise<boolean> {
  const [rows] = await connection.query<RowDataPacket[]>('SHOW TABLES LIKE ?', [RESTORE_MARK])
  return rows.length > 0
}

/** Throws where a restore was begun and not finished: nothing else may use what is there. */
export async function refuseUnfinishedRestore(connection: Connection): Promise<void> {
  if (!(await hasRestoreMark(connection))) return
  throw new DatabaseError(
    'UNFINISHED_RESTORE',
    'A restore into this database was begun and not finished: run "npm run chatmore -- restore <file>" again.',
  )
}
