import { and, asc, eq, gt } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import type { FileRecord } from '../../records/file.ts'
import type { MessageRecord } from '../../records/message.ts'
import type { Scope } from '../../records/scope.ts'
import type { SessionRecord } from '../../records/session.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { files } from '../../schema/files.ts'
import { messages } from '../../schema/messages.ts'
import { attachmentColumns, toAttachment } from '../files/attachment-columns.ts'
import { sessionInScope, windowInScope } from '../in-scope.ts'
import { messageColumns, toMessage } from '../messages/message-columns.ts'
import { findSession } from '../sessions/find-session.ts'

/** Few, since a message may be long: so many are in memory at a time. */
const AT_A_TIME = 50

/** All sessions of a user, the oldest first, one after another. */
export async function* readOwnSessions(db: Database, scope: Scope): AsyncGenerator<SessionRecord, void> {
  const read = (after: string) =>
    db
      .select({ id: chatSessions.id })
      .from(chatSessions)
      .where(and(eq(chatSessions.userId, scope.userId), gt(chatSessions.id, after), sessionInScope(scope)))
      .orderBy(asc(chatSessions.id))
      .limit(AT_A_TIME)
  for (let rows = await read(''); rows.length > 0; rows = await read(rows.at(-1)?.id ?? '')) {
    for (const { id } of rows) {
      const session = await findSession(db, scope, id)
      if (session) yield session
    }
  }
}

/** All messages of a window, page by page in their order, those that were taken out of its history as well. */
export async function* readWindowMessages(
  db: Database,
  scope: Scope,
  windowId: string,
): AsyncGenerator<MessageRecord[], void> {
  const read = (after: number) =>
    db
      .select(messageColumns)
      .from(messages)
      .where(and(eq(messages.windowId, windowId), gt(messages.seq, after), windowInScope(scope, windowId)))
      .orderBy(asc(messages.seq))
      .limit(AT_A_TIME)
  for (let rows = await read(-1); rows.length > 0; rows = await read(rows.at(-1)?.seq ?? 0)) {
    yield rows.map(toMessage)
  }
}

/** All files of a user; `readParts` gives what they hold. */
export async function* readOwnFiles(db: Database, scope: Scope): AsyncGenerator<FileRecord, void> {
  const read = (after: string) =>
    db
      .select({ ...attachmentColumns, hash: files.hash })
      .from(files)
      .where(and(eq(files.userId, scope.userId), gt(files.id, after)))
      .orderBy(asc(files.id))
      .limit(AT_A_TIME)
  for (let rows = await read(''); rows.length > 0; rows = await read(rows.at(-1)?.id ?? '')) {
    for (const { hash, ...row } of rows) yield { ...toAttachment(row), hash }
  }
}
