import { and, desc, eq, isNull, lt, type SQL } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { decodeCursor, encodeCursor } from '../../paging/cursor.ts'
import { toLimit, toPage } from '../../paging/to-page.ts'
import type { MessageListRequest, MessageRecord } from '../../records/message.ts'
import type { Page } from '../../records/page.ts'
import type { Scope } from '../../records/scope.ts'
import { messages } from '../../schema/messages.ts'
import { windowInScope } from '../in-scope.ts'
import { findWindow } from '../windows/find-window.ts'
import { messageColumns, toMessage } from './message-columns.ts'

const LIST = 'messages'
const CURSOR = /^\d{1,10}$/

/** The messages of a window's history, oldest to newest, without archived ones; the cursor leads to older ones. Null where the user has no such window. */
export async function listMessages(
  db: Database,
  scope: Scope,
  request: MessageListRequest,
): Promise<Page<MessageRecord> | null> {
  const limit = toLimit(request.limit)
  const before = precedes(request.cursor)
  const rows = await db
    .select(messageColumns)
    .from(messages, { forceIndex: 'messages_history' })
    .where(
      and(
        eq(messages.windowId, request.windowId),
        isNull(messages.archivedBy),
        before,
        windowInScope(scope, request.windowId),
      ),
    )
    .orderBy(desc(messages.seq))
    .limit(limit + 1)
  // Nothing read: whether that is an empty window or none of the user's takes a second look.
  if (rows.length === 0 && !(await findWindow(db, scope, request.windowId))) return null
  const page = toPage(rows, limit, toMessageCursor)
  return { items: page.items.map(toMessage).reverse(), nextCursor: page.nextCursor }
}

/** Leads to what is older than this message. */
export function toMessageCursor({ seq }: Pick<MessageRecord, 'seq'>): string {
  return encodeCursor(LIST, [seq])
}

function precedes(cursor: string | null | undefined): SQL | undefined {
  if (cursor === null || cursor === undefined) return undefined
  const [seq] = decodeCursor(LIST, CURSOR, cursor)
  return lt(messages.seq, Number(seq))
}
