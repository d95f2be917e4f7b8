import { and, eq, getTableColumns, isNull, sql, type SQL } from 'drizzle-orm'
import { alias } from 'drizzle-orm/mysql-core'
import type { RowDataPacket } from 'mysql2'
import type { Database } from '../../database.ts'
import type {
  BroadcastRequest,
  BroadcastState,
  EarlierBroadcast,
  HistoryRow,
  SendWindow,
} from '../../records/message.ts'
import type { Scope } from '../../records/scope.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { chatWindows } from '../../schema/chat-windows.ts'
import { messages } from '../../schema/messages.ts'
import { modelConfigs } from '../../schema/model-configs.ts'
import { sessionInScope } from '../in-scope.ts'
import { fromJsonRow, toJsonRow } from '../json-row.ts'
import { toModelConfigRow } from '../models/to-model-config-row.ts'
import { selectHistory, toHistoryRow } from '../runs/load-histories.ts'

const answers = alias(messages, 'answers')

const sessionFields = {
  id: chatSessions.id,
  userId: chatSessions.userId,
  workspaceId: chatSessions.workspaceId,
  title: chatSessions.title,
  systemMessage: chatSessions.systemMessage,
}
const hasInput = sql<0 | 1 | boolean>`(${chatSessions.initialBroadcastDone} OR EXISTS
  (SELECT 1 FROM ${messages} AS earliest WHERE earliest.session_id = ${chatSessions.id}))`

const windowFields = {
  id: chatWindows.id,
  name: chatWindows.name,
  position: chatWindows.position,
  useGlobalInput: chatWindows.useGlobalInput,
  params: chatWindows.params,
  systemMessage: chatWindows.systemMessage,
}
const runningMessageId = sql<string | null>`(SELECT MIN(running.id) FROM ${messages} AS running
  FORCE INDEX (messages_session_in_flight) WHERE running.session_id = ${chatSessions.id}
  AND running.lease_owner IS NOT NULL AND running.window_id = ${chatWindows.id})`
const nextSeq = sql<number>`(SELECT COALESCE(MAX(newest.seq), 0) + 1 FROM ${messages} AS newest
  WHERE newest.window_id = ${chatWindows.id})`

const modelFields = getTableColumns(modelConfigs)

const earlierFields = {
  requestHash: messages.requestHash,
  broadcastGroupId: messages.broadcastGroupId,
  windowId: messages.windowId,
  userMessageId: messages.id,
  assistantMessageId: answers.id,
}

/**
 * All that a send depends on, by one statement: the session if it is the user's, what the same client message led to, the
 * windows with their models, and the histories of those that are expected to be sent to. Nothing is locked: the unique
 * keys refuse what is written by a state that has changed since. Null where the user has no such session.
 */
export async function readBroadcast(
  tx: Database,
  scope: Scope,
  request: BroadcastRequest,
): Promise<BroadcastState | null> {
  const session = and(eq(chatSessions.id, request.sessionId), sessionInScope(scope))
  const condition = sql`EXISTS (SELECT 1 FROM ${chatSessions} WHERE ${session})`
  const branches = [
    selectWindows(session),
    selectEarlier(request, condition),
    ...request.expectedWindowIds.map((windowId) => selectHistory({ kind: 'history', windowId, condition })),
  ]
  const [result] = await tx.execute(sql.join(branches, sql` UNION ALL `))
  return toState(result as unknown as RowDataPacket[], request)
}

/** A row for each window; one without a window where there is none. */
function selectWindows(session: SQL | undefined): SQL {
  return sql`(SELECT 'window' AS kind, ${chatWindows.id} AS windowId, NULL AS id, NULL AS seq, NULL AS role,
      ${toJsonRow({ ...sessionFields, hasInput })} AS content, NULL AS status, NULL AS replyToId, NULL AS attempt,
      ${toJsonRow({ ...windowFields, runningMessageId, nextSeq })} AS windowRow, ${toJsonRow(modelFields)} AS modelRow
    FROM ${chatSessions}
    LEFT JOIN ${chatWindows} ON ${and(eq(chatWindows.sessionId, chatSessions.id), isNull(chatWindows.removedAt))}
    LEFT JOIN ${modelConfigs} ON ${eq(modelConfigs.id, chatWindows.modelId)}
    WHERE ${session})`
}

/** Its first answers, also after a retry. */
function selectEarlier({ sessionId, clientMessageId }: BroadcastRequest, condition: SQL): SQL {
  return sql`(SELECT 'earlier', NULL, NULL, NULL, NULL, ${toJsonRow(earlierFields)}, NULL, NULL, NULL, NULL, NULL
    FROM ${messages} JOIN ${messages} AS answers ON ${and(eq(answers.replyToId, messages.id), eq(answers.attempt, 1))}
    WHERE ${and(eq(messages.sessionId, sessionId), eq(messages.clientMessageId, clientMessageId), condition)})`
}

function toState(rows: RowDataPacket[], { expectedWindowIds }: BroadcastRequest): BroadcastState | null {
  const ofKind = (kind: string) => rows.filter((row) => row.kind === kind)
  const found = ofKind('window')
  const [first] = found
  if (!first) return null
  const { hasInput: isAnswered, ...session } = fromJsonRow({ ...sessionFields, hasInput }, first.content)
  const histories = new Map(expectedWindowIds.map((id): [string, HistoryRow[]] => [id, []]))
  for (const row of ofKind('history')) histories.get(row.windowId)?.push(toHistoryRow(row))
  for (const history of histories.values()) history.sort((one, other) => one.seq - other.seq)
  const windows = found
    .filter((row) => row.windowId !== null)
    .map((row) => ({ ...toWindow(row), history: histories.get(row.windowId) ?? null }))
    .sort((one, other) => one.position - other.position || (one.id < other.id ? -1 : 1))
  return {
    session: { ...session, initialBroadcastDone: Boolean(isAnswered) },
    earlier: toEarlier(ofKind('earlier')),
    windows,
  }
}

function toWindow(row: RowDataPacket): Omit<SendWindow, 'history'> {
  const modelConfig = toModelConfigRow(fromJsonRow(modelFields, row.modelRow))
  const { id, name, enabled, isDemo, removedAt } = modelConfig
  return {
    ...fromJsonRow({ ...windowFields, runningMessageId, nextSeq }, row.windowRow),
    model: { id, name, enabled, isDemo, removed: removedAt !== null },
    modelConfig,
  }
}

function toEarlier(rows: RowDataPacket[]): EarlierBroadcast | null {
  const turns = rows.map((row) => fromJsonRow(earlierFields, row.content))
  turns.sort((one, other) => (one.userMessageId < other.userMessageId ? -1 : 1))
  const [first] = turns
  if (!first) return null
  return {
    requestHash: first.requestHash ?? '',
    result: {
      broadcastGroupId: first.broadcastGroupId ?? '',
      turns: turns.map(({ windowId, userMessageId, assistantMessageId }) => ({
        windowId,
        userMessageId,
        assistantMessageId,
      })),
    },
  }
}
