import { and, desc, eq, gt, gte, isNull, lt, lte, or, type SQL } from 'drizzle-orm'
import { decodeCursor, encodeCursor } from '../../paging/cursor.ts'
import type { CallFilter, CallScope } from '../../records/call.ts'
import { calls } from '../../schema/calls.ts'
import { chatSessions } from '../../schema/chat-sessions.ts'
import { messages } from '../../schema/messages.ts'
import { holds } from '../sessions/holds.ts'

const LIST = 'calls'
const CURSOR = /^\d{1,15} [0-9A-Z]{26}$/

export interface CallPosition {
  id: string
  createdAt: Date
}

export const newestFirst = [desc(calls.createdAt), desc(calls.id)] as const

export function toCallCursor({ createdAt, id }: CallPosition): string {
  return encodeCursor(LIST, [createdAt.getTime(), id])
}

export function comesAfter(cursor: string | null | undefined): SQL | undefined {
  if (cursor === null || cursor === undefined) return undefined
  const [time, id] = decodeCursor(LIST, CURSOR, cursor)
  const createdAt = new Date(Number(time))
  return and(lte(calls.createdAt, createdAt), or(lt(calls.createdAt, createdAt), lt(calls.id, String(id))))
}

/** The call itself, or one that comes before it in the list. */
export function isNotPast({ createdAt, id }: CallPosition): SQL | undefined {
  return and(gte(calls.createdAt, createdAt), or(gt(calls.createdAt, createdAt), gte(calls.id, id)))
}

/**
 * How the calls asked for are found: along one index that has the list's order, within a time, and of those the ones that
 * pass the rest, of which each has to be looked at.
 */
export interface CallPlan {
  index: string
  along: SQL | undefined
  rest: SQL | undefined
}

export function planCalls(scope: CallScope, filter: CallFilter): CallPlan {
  const { from, to } = filter
  const own = [scope.userId, filter.userId].filter((id) => id !== null && id !== undefined)
  const equalities: [index: string, condition: SQL][] = [
    ...own.map((id): [string, SQL] => ['calls_user_list', eq(calls.userId, id)]),
    ...when('calls_model_list', filter.modelId && eq(calls.modelId, filter.modelId)),
    ...when('calls_status_list', filter.status && eq(calls.status, filter.status)),
    ...when('calls_source_list', filter.source && eq(calls.source, filter.source)),
  ]
  const [first, ...others] = equalities
  const time = and(from && gte(calls.createdAt, from), to && lt(calls.createdAt, to))
  const rest = [...others.map(([, condition]) => condition), ...toHidden(filter), ...toSearch(scope, filter)]
  return { index: first?.[0] ?? 'calls_list', along: and(first?.[1], time), rest: and(...rest) }
}

function when(index: string, condition: SQL | '' | undefined): [string, SQL][] {
  return condition ? [[index, condition]] : []
}

/** Whoever looks for a model would learn by it which answers of a blind session are that one's. */
function toHidden({ modelId, search }: CallFilter): SQL[] {
  const shown = or(isNull(chatSessions.blind), eq(chatSessions.blind, false))
  return shown && (modelId !== undefined || search) ? [shown] : []
}

/** The endpoint's own words are for those who see everyone's calls. */
function toSearch(scope: CallScope, { search }: CallFilter): SQL[] {
  if (!search) return []
  const columns = [calls.upstreamModel, calls.errorCode, messages.content]
  const readable = scope.userId === null ? [...columns, calls.errorDetail] : columns
  const found = or(...readable.map((column) => holds(column, search)))
  return found ? [found] : []
}
