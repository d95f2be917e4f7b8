import { and, desc, eq, lt, type SQL } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { decodeCursor, encodeCursor } from '../../paging/cursor.ts'
import { toLimit, toPage } from '../../paging/to-page.ts'
import type { MessageListRequest, MessageRecord } from '../../records/message.ts'
import type { Page } from '../../records/page.ts'
import type { Scope } from '../../records/scope.ts'
import { messages } from '../../schema/messages.ts'
import { findWindow } from '../windows/find-window.ts'
import { messageColumns, toMessage } from './message-columns.ts'

const LIST = 'messages'
const CURSOR = /^\d{1,10}$/

/** A window's messages, oldest to newest; the cursor leads to older ones. Null where the user has no such window. */
export async function listMessages(
  db: Database,
  scope: Scope,
  request: MessageListRequest,
): Promise<Page<MessageRecord> | null> {
  const limit = toLimit(request.limit)
  const before = precedes(request.cursor)
  const window = await findWindow(db, scope, request.windowId)
  if (!window) return null
  const rows = await db
    .select(messageColumns)
    .from(messages)
    .where(and(eq(messages.windowId, window.id), before))
    .orderBy(desc(messages.seq))
    .limit(limit + 1)
  const page = toPage(rows, limit, (last) => encodeCursor(LIST, [last.seq]))
  return { items: page.items.map(toMessage).reverse(), nextCursor: page.nextCursor }
}

function precedes(cursor: string | null | undefined): SQL | undefined {
  if (cursor === null || cursor === undefined) return undefined
  const [seq] = decodeCursor(LIST, CURSOR, cursor)
  return lt(messages.seq, Number(seq))
}
