import { sql, type SQL } from 'drizzle-orm'
import { MAX_HISTORY_ROWS, toByteCap } from './history-caps.ts'

/**
 * The newest messages of the histories of the windows that meet a condition, in the columns of the read that this is a
 * branch of. The condition may be of `chat_sessions` and `chat_windows`. Where the newest begin is found first, so that one
 * branch does for all windows; DISTINCT makes of that a table of its own, worked out once. Sizes are summed over ids, so
 * that no text beyond what the window's model could hold is read into the answer.
 */
export function selectHistories(condition: SQL | undefined): SQL {
  return sql`(SELECT 'history', sized.window_id, messages.id, messages.seq, messages.role, messages.content,
      messages.status, messages.reply_to_id, messages.attempt, messages.attachments, NULL
    FROM (
      SELECT STRAIGHT_JOIN messages.id, messages.window_id, wanted.byte_cap,
        SUM(OCTET_LENGTH(messages.content)) OVER (PARTITION BY messages.window_id ORDER BY messages.seq DESC)
          - OCTET_LENGTH(messages.content) AS newer_bytes
      FROM (
        SELECT STRAIGHT_JOIN DISTINCT chat_windows.id, ${toByteCap(sql`model_configs.context_window`)} AS byte_cap,
          COALESCE((SELECT newest.seq FROM messages AS newest FORCE INDEX (messages_history)
            WHERE newest.window_id = chat_windows.id AND newest.archived_by IS NULL
            ORDER BY newest.seq DESC LIMIT 1 OFFSET ${sql.raw(String(MAX_HISTORY_ROWS))}), 0) AS last_left_out
        FROM chat_sessions
        JOIN chat_windows ON chat_windows.session_id = chat_sessions.id AND chat_windows.removed_at IS NULL
        JOIN model_configs ON model_configs.id = chat_windows.model_id
        WHERE ${condition}
      ) wanted
      JOIN messages FORCE INDEX (messages_history) ON messages.window_id = wanted.id
        AND messages.archived_by IS NULL AND messages.seq > wanted.last_left_out
    ) sized
    JOIN messages ON messages.id = sized.id
    WHERE sized.newer_bytes < sized.byte_cap)`
}
