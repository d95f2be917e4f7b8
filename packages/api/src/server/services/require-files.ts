import { findFiles, markSent, type AttachmentRecord, type Database, type Scope } from '@chatmore/db'
import { MAX_ATTACHMENTS_BYTES } from '../../contract/index.ts'
import { AppError, invalidInput } from '../errors/app-error.ts'

/** The sender's files, in the order named. Asks nothing where none are named. */
export async function requireFiles(
  db: Database,
  scope: Scope,
  ids: string[] | undefined,
): Promise<AttachmentRecord[] | undefined> {
  if (!ids || ids.length === 0) return undefined
  const found = await findFiles(db, scope, ids)
  if (!found) throw noSuchFile()
  if (found.reduce((sum, { size }) => sum + size, 0) > MAX_ATTACHMENTS_BYTES) {
    throw invalidInput({ attachmentIds: 'are more than 20 MB together' })
  }
  return found
}

/** Keeps the files of a message for good. In its transaction, so that none is cleaned away meanwhile. */
export async function keepFiles(tx: Database, attachments: AttachmentRecord[]): Promise<void> {
  const ids = attachments.map(({ id }) => id)
  if (!(await markSent(tx, ids))) throw noSuchFile()
}

function noSuchFile(): AppError {
  return new AppError('NOT_FOUND', 'a file of attachmentIds does not exist', {
    fields: { attachmentIds: 'has a file that does not exist' },
  })
}
