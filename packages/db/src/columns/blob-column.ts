import { customType } from 'drizzle-orm/mysql-core'

/** Bytes, up to 16 MB of them. */
export const blobColumn = customType<{ data: Buffer }>({ dataType: () => 'mediumblob' })
