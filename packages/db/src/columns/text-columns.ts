import { customType } from 'drizzle-orm/mysql-core'

interface Length {
  length: number
}

/** A short word of a closed set, or a token of another program's: ASCII, compared byte by byte. */
export const asciiColumn = customType<{ data: string; config: Length; configRequired: true }>({
  dataType: ({ length }) => `varchar(${length}) CHARACTER SET ascii COLLATE ascii_bin`,
})

/**
 * Text on one line. The character set stands on the column, since a database that someone else made may default to
 * another; the collation is binary, since utf8mb4_unicode_ci holds all emoji for equal and MySQL's newer ones are not portable.
 */
export const lineColumn = customType<{ data: string; config: Length; configRequired: true }>({
  dataType: ({ length }) => `varchar(${length}) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`,
})

/** Text of any length up to 16 MB. */
export const textColumn = customType<{ data: string }>({
  dataType: () => 'mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin',
})
