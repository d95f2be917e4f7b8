import { sql, type SQL } from 'drizzle-orm'
import type { RowDataPacket } from 'mysql2'
import type { Database } from '../../database.ts'
import type { TextMatchRecord } from '../../records/session.ts'
import { hasOneCase, holds } from './holds.ts'

/** Of a session so many of its newest messages are read. */
export const MOST_OF_A_SESSION = 20_000
/** Characters shown before the words, and in all. */
const LEAD = 40
const SNIPPET = 160

interface TextSearch {
  search: string
  /** Those of the sessions that have more messages than are read. */
  cut: string[]
}

/** In each of the sessions the newest message that holds the words, with the text around them. */
export async function findTextMatches(
  db: Database,
  sessionIds: string[],
  { search, cut }: TextSearch,
): Promise<Map<string, TextMatchRecord>> {
  if (sessionIds.length === 0) return new Map()
  const branches = sessionIds.map((id) => selectNewest(id, { search, isCut: cut.includes(id) }))
  const [rows] = await db.execute(sql.join(branches, sql` UNION ALL `))
  return new Map(
    (rows as unknown as RowDataPacket[]).map((row): [string, TextMatchRecord] => [
      row.sessionId,
      toMatch(row),
    ]),
  )
}

/** Along the index of a session's changes, so that it stops at the first that matches. */
function selectNewest(sessionId: string, { search, isCut }: { search: string; isCut: boolean }): SQL {
  const content = sql.raw('found.content')
  const place = hasOneCase(search)
    ? sql`LOCATE(${search}, ${content})`
    : sql`LOCATE(LOWER(${search}), LOWER(${content}))`
  const oldest = sql`(SELECT updated_at FROM messages WHERE session_id = ${sessionId}
    ORDER BY updated_at DESC LIMIT 1 OFFSET ${sql.raw(String(MOST_OF_A_SESSION))})`
  return sql`(SELECT found.session_id AS sessionId, found.id AS messageId, found.window_id AS windowId, found.role AS role,
      ${place} > ${LEAD + 1} AS isCutBefore,
      SUBSTRING(${content}, GREATEST(1, ${place} - ${LEAD}), ${SNIPPET}) AS snippet
    FROM messages AS found FORCE INDEX (messages_changed)
    WHERE found.session_id = ${sessionId} AND ${isCut ? sql`found.updated_at >= ${oldest}` : sql`TRUE`}
      AND found.archived_by IS NULL AND ${holds(content, search)}
      AND found.window_id IN (SELECT id FROM chat_windows WHERE session_id = ${sessionId} AND removed_at IS NULL)
    ORDER BY found.updated_at DESC LIMIT 1)`
}

function toMatch({ messageId, windowId, role, snippet, isCutBefore }: RowDataPacket): TextMatchRecord {
  const text = String(snippet).replace(/\s+/g, ' ').trim()
  return { messageId, windowId, role, snippet: isCutBefore ? `…${text}` : text }
}
