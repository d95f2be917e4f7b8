import { DatabaseError } from '../errors/database-error.ts'
import {
  BACKUP_FORMAT,
  type BackupHeader,
  type BackupRow,
  type BackupSummary,
  type BackupTable,
  type BackupTableEnd,
  type BackupTrailer,
} from './backup-format.ts'
import { readLines } from './read-lines.ts'

export interface BackupReader {
  onTable?(table: BackupTable): Promise<void> | void
  onRow?(row: BackupRow): Promise<void> | void
  /** After a table's last row. */
  onTableEnd?(table: BackupTable, rows: number): Promise<void> | void
}

/**
 * Reads a backup from its first line to its last, and tells of what it holds. Throws a `DatabaseError` with a plain sentence
 * where it is not a backup, of a newer format, or not whole.
 */
export async function readBackup(
  file: string,
  reader: BackupReader = {},
): Promise<BackupHeader & BackupSummary> {
  const state: State = { header: null, table: null, rowsHere: 0, tables: 0, rows: 0, isComplete: false }
  try {
    for await (const line of readLines(file)) await take(state, parseLine(line), reader)
  } catch (error) {
    throw explain(error, file, state)
  }
  const { header, tables, rows } = state
  if (!header || !state.isComplete) throw unreadable(file, 'is not whole: its end is missing')
  return { ...header, tables, rows }
}

interface State {
  header: BackupHeader | null
  table: BackupTable | null
  rowsHere: number
  tables: number
  rows: number
  isComplete: boolean
}

type Line = BackupRow | BackupHeader | BackupTable | BackupTableEnd | BackupTrailer

/** What is not of the form of a backup. */
class BadLine extends Error {}

function parseLine(line: string): Line {
  try {
    const parsed: unknown = JSON.parse(line)
    if (typeof parsed === 'object' && parsed !== null) return parsed as Line
  } catch {
    // The sentence is the same.
  }
  throw new BadLine('holds a line that is of no use')
}

async function take(state: State, line: Line, reader: BackupReader): Promise<void> {
  if (state.isComplete) throw new BadLine('goes on after its end')
  if (Array.isArray(line)) return takeRow(state, line, reader)
  if (state.header === null) state.header = requireHeader(line)
  else if ('columns' in line) await takeTable(state, line, reader)
  else if ('end' in line) await takeEnd(state, line, reader)
  else takeTrailer(state, line)
}

function requireHeader(line: Exclude<Line, BackupRow>): BackupHeader {
  if (!('chatmoreBackup' in line) || !Array.isArray(line.migrations)) {
    throw new BadLine('begins otherwise')
  }
  if (line.chatmoreBackup > BACKUP_FORMAT) {
    throw new DatabaseError(
      'NEWER_BACKUP',
      'This backup was written by a newer ChatMore: restore it with that version.',
    )
  }
  return line
}

async function takeTable(state: State, line: BackupTable, reader: BackupReader): Promise<void> {
  if (state.table !== null) throw new BadLine(`lacks the end of ${state.table.table}`)
  state.table = line
  state.rowsHere = 0
  await reader.onTable?.(line)
}

async function takeRow(state: State, row: BackupRow, reader: BackupReader): Promise<void> {
  if (state.table?.columns.length !== row.length) throw new BadLine('holds a row that is of no table')
  state.rowsHere++
  await reader.onRow?.(row)
}

async function takeEnd(state: State, line: BackupTableEnd, reader: BackupReader): Promise<void> {
  const { table, rowsHere } = state
  if (table?.table !== line.end || rowsHere !== line.rows) {
    throw new BadLine(`does not have all rows of ${line.end}`)
  }
  state.table = null
  state.tables++
  state.rows += rowsHere
  await reader.onTableEnd?.(table, rowsHere)
}

function takeTrailer(state: State, line: object): void {
  const { complete, tables, rows } = line as Partial<BackupTrailer>
  if (complete !== true || state.table !== null || tables !== state.tables || rows !== state.rows) {
    throw new BadLine('does not have all that it says')
  }
  state.isComplete = true
}

/** What zlib says of a file that is not compressed, cut off or changed. */
const REASONS: Record<string, string> = {
  ENOENT: 'does not exist',
  EACCES: 'may not be read by this user',
  EISDIR: 'is a folder',
  Z_BUF_ERROR: 'is not whole: it was cut off',
  Z_DATA_ERROR: 'is not a backup of ChatMore, or it was damaged',
}

function explain(error: unknown, file: string, { header }: State): unknown {
  if (error instanceof BadLine) {
    return unreadable(file, header ? `is damaged: it ${error.message}` : 'is not a backup of ChatMore')
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const reason = REASONS[code]
  return reason ? unreadable(file, reason) : error
}

function unreadable(file: string, reason: string): DatabaseError {
  return new DatabaseError('BACKUP_UNREADABLE', `The file ${file} ${reason}.`)
}
