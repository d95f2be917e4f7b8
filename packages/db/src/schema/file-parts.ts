import { mysqlTable, primaryKey, smallint } from 'drizzle-orm/mysql-core'
import { blobColumn } from '../columns/blob-column.ts'
import { hashColumn } from '../columns/id-column.ts'
import { fileBodies } from './file-bodies.ts'

/** A body in pieces: a statement that carries one is twice its size, and servers bound statements and rows. */
export const fileParts = mysqlTable(
  'file_parts',
  {
    hash: hashColumn('hash')
      .notNull()
      .references(() => fileBodies.hash, { onDelete: 'cascade' }),
    position: smallint('position').notNull(),
    data: blobColumn('data').notNull(),
  },
  (table) => [primaryKey({ name: 'file_parts_pk', columns: [table.hash, table.position] })],
)
