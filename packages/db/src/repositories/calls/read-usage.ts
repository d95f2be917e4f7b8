import { and, eq, gte, lte, sum, type SQL } from 'drizzle-orm'
import type { MySqlColumn } from 'drizzle-orm/mysql-core'
import type { Database } from '../../database.ts'
import type { UsageRecord, UsageRequest } from '../../records/usage.ts'
import { usageDaily } from '../../schema/usage-daily.ts'
import { usageTimes } from '../../schema/usage-times.ts'
import { BY_MODEL, BY_USER } from '../../usage/usage-scopes.ts'

/** What was used, from the sums of the days: the log itself is not read. Each part is one range of one scope's rows. */
export async function readUsage(db: Database, request: UsageRequest): Promise<UsageRecord> {
  const [byModelDay, byUser, timesByModelDay, timesByUser] = await Promise.all([
    readByModelDay(db, request),
    readByUser(db, request),
    readTimesByModelDay(db, request),
    readTimesByUser(db, request),
  ])
  return { byModelDay, byUser, timesByModelDay, timesByUser }
}

const total = (column: MySqlColumn) => sum(column).mapWith(Number)

const sums = {
  currency: usageDaily.currency,
  calls: total(usageDaily.calls),
  errors: total(usageDaily.errors),
  estimated: total(usageDaily.estimated),
  promptTokens: total(usageDaily.promptTokens),
  completionTokens: total(usageDaily.completionTokens),
  reasoningTokens: total(usageDaily.reasoningTokens),
  cachedTokens: total(usageDaily.cachedTokens),
  cost: sum(usageDaily.cost).mapWith(String),
  spokenTokens: total(usageDaily.spokenTokens),
  spokenMs: total(usageDaily.spokenMs),
}

type UsageTable = typeof usageDaily | typeof usageTimes

/** The scope that has everything by model, and the days and the model that are asked for. */
function isByModel(table: UsageTable, request: UsageRequest): SQL | undefined {
  return and(eq(table.scope, request.userId ?? BY_MODEL), isWithin(table, request))
}

/** The scope that has everything by user, and the days and the model that are asked for. */
function isByUser(table: UsageTable, request: UsageRequest): SQL | undefined {
  return and(eq(table.scope, request.userId ?? request.modelId ?? BY_USER), isWithin(table, request))
}

function isWithin({ day, modelId }: UsageTable, request: UsageRequest): SQL | undefined {
  const { from, to } = request
  return and(
    from === undefined ? undefined : gte(day, from),
    to === undefined ? undefined : lte(day, to),
    request.modelId === undefined ? undefined : eq(modelId, request.modelId),
  )
}

function readByModelDay(db: Database, request: UsageRequest) {
  const { day, modelId, currency } = usageDaily
  return db
    .select({ day, modelId, ...sums })
    .from(usageDaily)
    .where(isByModel(usageDaily, request))
    .groupBy(day, modelId, currency)
}

function readByUser(db: Database, request: UsageRequest) {
  const { userId, workspaceId, currency } = usageDaily
  return db
    .select({ userId, workspaceId, ...sums })
    .from(usageDaily)
    .where(isByUser(usageDaily, request))
    .groupBy(userId, workspaceId, currency)
}

function readTimesByModelDay(db: Database, request: UsageRequest) {
  const { day, modelId, bucket, firstTexts, answers } = usageTimes
  return db
    .select({ day, modelId, bucket, firstTexts, answers })
    .from(usageTimes)
    .where(isByModel(usageTimes, request))
}

/** One by one they would be as many as the days. */
function readTimesByUser(db: Database, request: UsageRequest) {
  const { userId, workspaceId, bucket, firstTexts, answers } = usageTimes
  return db
    .select({ userId, workspaceId, bucket, firstTexts: total(firstTexts), answers: total(answers) })
    .from(usageTimes)
    .where(isByUser(usageTimes, request))
    .groupBy(userId, workspaceId, bucket)
}
