import { randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { Connection } from 'mysql2/promise'
import { openConnection } from '../connection/open-connection.ts'
import { DatabaseError } from '../errors/database-error.ts'
import { findDriverError } from '../errors/find-driver-error.ts'
import { refuseUnfinishedRestore } from './restore-mark.ts'
import type { BackupSummary } from './backup-format.ts'
import { dumpLines } from './dump-lines.ts'

/** Lines are handed on in pieces of about so many characters: each piece costs a turn of the loop. */
const PIECE = 64 * 1024
/** A disk may stand still for long before the server gives up a reader. */
const PATIENCE_SECONDS = 3600

const FILE_SENTENCES: Record<string, string> = {
  EEXIST: 'is there already: name another file',
  ENOENT: 'is in a folder that does not exist',
  EACCES: 'may not be written by this user',
  ENOSPC: 'found no room: the disk is full',
}

/**
 * Copies the whole database, as it is at one moment, into a compressed file, while servers go on using it. What is encrypted
 * stays so: the secret is not in it. The file appears whole or not at all. Throws a `DatabaseError` with a plain sentence.
 */
export async function backupDatabase(url: string, file: string): Promise<BackupSummary & { bytes: number }> {
  const draft = `${file}.${randomBytes(4).toString('hex')}.partial`
  const connection = await openConnection(url)
  try {
    await refuseUnfinishedRestore(connection)
    await refuseExisting(file)
    const summary = await writeDraft(connection, draft)
    const { size } = await stat(draft)
    await refuseExisting(file)
    await rename(draft, file)
    return { ...summary, bytes: size }
  } catch (error) {
    throw explain(error, file)
  } finally {
    connection.destroy()
    await rm(draft, { force: true })
  }
}

async function refuseExisting(file: string): Promise<void> {
  const found = await stat(file).catch(() => null)
  if (found) throw Object.assign(new Error('the file exists'), { code: 'EEXIST' })
}

async function writeDraft(connection: Connection, draft: string): Promise<BackupSummary> {
  await connection.query(`SET SESSION net_write_timeout = ${PATIENCE_SECONDS}`)
  const lines = dumpLines(connection)
  let summary: BackupSummary | undefined
  async function* pieces(): AsyncGenerator<string> {
    let piece = ''
    for (let next = await lines.next(); ; next = await lines.next()) {
      if (next.done) {
        summary = next.value
        break
      }
      piece += next.value
      if (piece.length < PIECE) continue
      yield piece
      piece = ''
    }
    yield piece
  }
  await pipeline(pieces, createGzip(), createWriteStream(draft, { flags: 'wx', mode: 0o600 }))
  const handle = await open(draft, 'r+')
  await handle.sync().finally(() => handle.close())
  if (!summary) throw new Error('The backup has no end.')
  return summary
}

function explain(error: unknown, file: string): unknown {
  if (error instanceof DatabaseError) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (FILE_SENTENCES[code]) return fail(`The file ${file} ${FILE_SENTENCES[code]}.`, error)
  const driverError = findDriverError(error)
  if (!driverError) return error
  // 1146: there is no such table, and 1412: it was changed since the snapshot was taken.
  if (driverError.errno === 1146) return fail('There is no ChatMore in this database to back up.', error)
  if (driverError.errno === 1412) {
    return fail('The database was migrated while it was being backed up: back it up again.', error)
  }
  return fail(`The backup failed, and no file was written: ${driverError.message}`, error)
}

function fail(sentence: string, cause: unknown): DatabaseError {
  return new DatabaseError('BACKUP_FAILED', sentence, cause)
}
