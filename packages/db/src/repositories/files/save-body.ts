import type { Database } from '../../database.ts'
import { fileBodies } from '../../schema/file-bodies.ts'
import { fileParts } from '../../schema/file-parts.ts'
import { countRows } from '../count-rows.ts'

/** A statement with one is a megabyte. */
const PART_BYTES = 512 * 1024

/**
 * Writes bytes unless they are there already, whoever's. Until the transaction ends their row is locked either way, so that
 * nobody cleans them away before a file names them.
 */
export async function saveBody(tx: Database, hash: string, bytes: Buffer): Promise<void> {
  const body = { hash, size: bytes.length, createdAt: new Date() }
  const result = await tx.insert(fileBodies).ignore().values(body)
  if (countRows(result) === 0) return
  for (let position = 0; position * PART_BYTES < bytes.length; position++) {
    const data = bytes.subarray(position * PART_BYTES, (position + 1) * PART_BYTES)
    await tx.insert(fileParts).values({ hash, position, data })
  }
}
