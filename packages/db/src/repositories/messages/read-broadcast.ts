import { and, eq, isNull, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/mysql-core'
import type { RowDataPacket } from 'mysql2'
import { compileQuery } from '../../connection/compile-query.ts'
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
import { mayUseModel } from '../models/may-use-model.ts'
import { modelFields } from '../models/model-fields.ts'
import { toModelConfigRow } from '../models/to-model-config-row.ts'
import { selectHistories } from '../runs/select-histories.ts'
import { toHistoryRow } from '../runs/load-histories.ts'

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
const nextSeq = sql<number>`COALESCE((SELECT newest.seq + 1 FROM ${messages} AS newest
  WHERE newest.window_id = ${chatWindows.id} ORDER BY newest.seq DESC LIMIT 1), 1)`

const values = {
  sessionId: sql.placeholder('sessionId'),
  userId: sql.placeholder('userId'),
  clientMessageId: sql.placeholder('clientMessageId'),
  windowIds: sql.placeholder('windowIds'),
}

const isPermitted = sql<0 | 1 | boolean>`${mayUseModel(values.userId)}`

const earlierFields = {
  requestHash: messages.requestHash,
  broadcastGroupId: messages.broadcastGroupId,
  windowId: messages.windowId,
  userMessageId: messages.id,
  assistantMessageId: answers.id,
}

const session = and(
  eq(chatSessions.id, values.sessionId),
  sessionInScope({ userId: values.userId as unknown as string }),
)

/** A row for each window; one without a window where there is none. */
const selectWindows = sql`(SELECT 'window' AS kind, ${chatWindows.id} AS windowId, NULL AS id, NULL AS seq,
    NULL AS role, ${toJsonRow({ ...sessionFields, hasInput })} AS content, NULL AS status, NULL AS replyToId,
    NULL AS attempt, ${toJsonRow({ ...windowFields, isPermitted, runningMessageId, nextSeq })} AS windowRow,
    ${toJsonRow(modelFields)} AS modelRow
  FROM ${chatSessions}
  LEFT JOIN ${chatWindows} ON ${and(eq(chatWindows.sessionId, chatSessions.id), isNull(chatWindows.removedAt))}
  LEFT JOIN ${modelConfigs} ON ${eq(modelConfigs.id, chatWindows.modelId)}
  WHERE ${session})`

/** Its first answers, also after a retry. */
const selectEarlier = sql`(SELECT 'earlier', NULL, NULL, NULL, NULL, ${toJsonRow(earlierFields)}, NULL, NULL, NULL,
    NULL, NULL
  FROM ${messages} JOIN ${messages} AS answers ON ${and(eq(answers.replyToId, messages.id), eq(answers.attempt, 1))}
  WHERE ${messages.sessionId} = ${values.sessionId} AND ${messages.clientMessageId} = ${values.clientMessageId}
    AND EXISTS (SELECT 1 FROM ${chatSessions} WHERE ${session}))`

const isTarget = sql`IF(${values.windowIds} IS NULL, ${chatWindows.useGlobalInput},
  FIND_IN_SET(${chatWindows.id}, ${values.windowIds}))`

const readState = compileQuery<Record<keyof typeof values, string | null>>(
  sql.join([selectWindows, selectEarlier, selectHistories(and(session, isTarget))], sql` UNION ALL `),
)

/**
 * All that a send depends on, by one statement: the session if it is the user's, what the same client message led to, the
 * windows with their models, and the histories of those that it goes to. Nothing is locked: the unique keys refuse what is
 * written by a state that has changed since. Null where the user has no such session.
 */
export async function readBroadcast(
  db: Database,
  scope: Scope,
  { sessionId, clientMessageId, windowIds }: BroadcastRequest,
): Promise<BroadcastState | null> {
  const request = {
    sessionId,
    clientMessageId,
    userId: scope.userId,
    windowIds: windowIds?.join(',') ?? null,
  }
  return toState(await readState(db, request), scope)
}

function toState(rows: RowDataPacket[], scope: Scope): BroadcastState | null {
  const ofKind = (kind: string) => rows.filter((row) => row.kind === kind)
  const found = ofKind('window')
  const [first] = found
  if (!first) return null
  const { hasInput: isAnswered, ...session } = fromJsonRow({ ...sessionFields, hasInput }, first.content)
  const histories = new Map(found.map((row): [string, HistoryRow[]] => [row.windowId, []]))
  for (const row of ofKind('history'))
    histories.get(row.windowId)?.push(toHistoryRow({ ...row, attachments: row.windowRow }))
  for (const history of histories.values()) history.sort((one, other) => one.seq - other.seq)
  const windows = found
    .filter((row) => row.windowId !== null)
    .map((row) => ({ ...toWindow(row, scope), history: histories.get(row.windowId) ?? [] }))
    .sort((one, other) => one.position - other.position || (one.id < other.id ? -1 : 1))
  return {
    session: { ...session, initialBroadcastDone: Boolean(isAnswered) },
    earlier: toEarlier(ofKind('earlier')),
    windows,
  }
}

function toWindow(row: RowDataPacket, { keyModelIds }: Scope): Omit<SendWindow, 'history'> {
  const modelConfig = toModelConfigRow(fromJsonRow(modelFields, row.modelRow))
  const { id, name, enabled, isDemo, removedAt } = modelConfig
  const { isPermitted: isMine, ...window } = fromJsonRow(
    { ...windowFields, isPermitted, runningMessageId, nextSeq },
    row.windowRow,
  )
  const isChosen = Boolean(isMine) && (!keyModelIds || keyModelIds.includes(id))
  return {
    ...window,
    model: { id, name, enabled, isDemo, isPermitted: isChosen, removed: removedAt !== null },
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
