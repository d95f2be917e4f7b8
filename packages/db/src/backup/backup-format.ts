/** What a reader must know to read a backup. Raised when an older one could not. */
export const BACKUP_FORMAT = 1

/** The first line of a backup. */
export interface BackupHeader {
  /** `BACKUP_FORMAT` of who wrote it. */
  chatmoreBackup: number
  takenAt: string
  /** The migrations that the database had had, in order: they say which schema the rows are of. */
  migrations: number[]
}

/** `bytes` are in base64; everything else is the text that the database shows of it, exact whatever its type. */
export type ColumnKind = 'bytes' | 'text'

export interface BackupTable {
  table: string
  columns: [name: string, kind: ColumnKind][]
}

/** Comes after a table's rows. */
export interface BackupTableEnd {
  end: string
  rows: number
}

/** The last line: without it the file is not whole. */
export interface BackupTrailer {
  complete: true
  tables: number
  rows: number
}

/** A row's values in the order of its table's columns. */
export type BackupRow = (string | null)[]

export interface BackupSummary {
  takenAt: string
  tables: number
  rows: number
}
