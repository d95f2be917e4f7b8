import { and, asc, eq, isNull, sql, type SQL } from 'drizzle-orm'
import type { Database } from '../../database.ts'
import { newId } from '../../new-id.ts'
import type { MessageRecord } from '../../records/message.ts'
import { messages } from '../../schema/messages.ts'

/** Keeps a statement short: each row of it is looked for among all of them. */
const ROWS_PER_STATEMENT = 200

/** Columns whose values a copy takes over. What it cost is left out: it was paid once. */
const copied = [
  'session_id',
  'role',
  'content',
  'attachments',
  'reasoning',
  'status',
  'finish_reason',
  'error_code',
  'error_message',
  'prompt_tokens',
  'completion_tokens',
  'reasoning_tokens',
  'usage_estimated',
  'ttft_ms',
  'latency_ms',
  'thinking_ms',
  'model_id',
  'model_name',
  'created_at',
]

interface Copy {
  from: string
  id: string
  seq: number
  replyToId: string | null
}

/** Where a copied history ends: with a message, or `isBefore` the turn that it stands in. */
export interface HistoryEnd {
  message: MessageRecord
  isBefore: boolean
}

/**
 * Writes a window's history up to its end into a new window, as rows of its own. Of several attempts the latest that has
 * ended is taken, and of the last message's own turn that message. The texts never leave the database.
 */
export async function copyHistory(tx: Database, end: HistoryEnd, windowId: string): Promise<void> {
  const rows = await listHistory(tx, end)
  const copies = toCopies(rows)
  for (let at = 0; at < copies.length; at += ROWS_PER_STATEMENT) {
    await tx.execute(insertCopies(copies.slice(at, at + ROWS_PER_STATEMENT), windowId))
  }
}

type HistoryRow = Pick<MessageRecord, 'id' | 'seq' | 'role' | 'replyToId' | 'attempt' | 'status'>
type HistoryPlace = HistoryRow & { inputSeq: number }

async function listHistory(tx: Database, { message, isBefore }: HistoryEnd): Promise<HistoryPlace[]> {
  const { id, seq, role, replyToId, attempt, status } = messages
  const rows = await tx
    .select({ id, seq, role, replyToId, attempt, status })
    .from(messages)
    .where(and(eq(messages.windowId, message.windowId), isNull(messages.archivedBy)))
    .orderBy(asc(messages.seq))
  const lastInput = message.replyToId ?? message.id
  const seqs = new Map(rows.map((row) => [row.id, row.seq]))
  const lastSeq = seqs.get(lastInput) ?? message.seq
  const answers = latestEnded(rows)
  const isLastTurn = ({ inputSeq }: HistoryPlace) => inputSeq === lastSeq
  const isTaken = (row: HistoryPlace) =>
    row.replyToId === null || row.id === (isLastTurn(row) ? message.id : answers.get(row.replyToId)?.id)
  return rows
    .map((row) => ({ ...row, inputSeq: seqs.get(row.replyToId ?? row.id) ?? row.seq }))
    .filter((row) => row.inputSeq < lastSeq || (isLastTurn(row) && !isBefore))
    .filter(isTaken)
    .sort((one, other) => one.inputSeq - other.inputSeq || (one.role === 'user' ? -1 : 1))
}

/** One that is still being written would be nobody's in the copy, and never end. */
function latestEnded(rows: HistoryRow[]): Map<string, HistoryRow> {
  const answers = new Map<string, HistoryRow>()
  for (const row of rows) {
    if (row.replyToId === null || row.status === 'pending' || row.status === 'streaming') continue
    const known = answers.get(row.replyToId)
    if (!known || known.attempt < row.attempt) answers.set(row.replyToId, row)
  }
  return answers
}

/** A later attempt stands behind the input that it answers, wherever it stood. */
function toCopies(rows: HistoryPlace[]): Copy[] {
  const ids = new Map(rows.map((row) => [row.id, newId()]))
  return rows.map(({ id, replyToId }, index) => ({
    from: id,
    id: ids.get(id) ?? newId(),
    seq: index + 1,
    replyToId: replyToId === null ? null : (ids.get(replyToId) ?? null),
  }))
}

function insertCopies(copies: Copy[], windowId: string): SQL {
  const columns = sql.raw(copied.map((name) => `\`${name}\``).join(', '))
  const byId = (toValue: (copy: Copy) => unknown) => {
    const cases = copies.map((copy) => sql`WHEN ${copy.from} THEN ${toValue(copy)}`)
    return sql`CASE id ${sql.join(cases, sql` `)} END`
  }
  const ids = sql.join(
    copies.map((copy) => sql`${copy.from}`),
    sql`, `,
  )
  return sql`
    INSERT INTO messages (id, window_id, seq, reply_to_id, attempt, superseded, lease_fence, updated_at, ${columns})
    SELECT ${byId((copy) => copy.id)}, ${windowId}, ${byId((copy) => copy.seq)}, ${byId((copy) => copy.replyToId)},
      1, FALSE, 0, UTC_TIMESTAMP(3), ${columns}
    FROM messages WHERE id IN (${ids})`
}
