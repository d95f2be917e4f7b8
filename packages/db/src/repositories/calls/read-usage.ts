import { and, eq, gte, inArray, lte, sum, type SQL } from 'drizzle-orm'
import type { MySqlColumn } from 'drizzle-orm/mysql-core'
import type { Database } from '../../database.ts'
import type { UsageRecord, UsageRequest } from '../../records/usage.ts'
import { usageDaily } from '../../schema/usage-daily.ts'
import { usageTimes } from '../../schema/usage-times.ts'
import { EVERYONE } from '../../usage/to-usage-rows.ts'

/** What was used, from the sums of the days: the log itself is not read. */
export async function readUsage(db: Database, request: UsageRequest): Promise<UsageRecord> {
  const [byModelDay, byUser, timesByModelDay] = await Promise.all([
    readByModelDay(db, request),
    readByUser(db, request),
    readTimesByModelDay(db, request),
  ])
  const timesByUser = await readTimesByUser(db, request, new Set(byUser.map(({ userId }) => userId)))
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

function isAskedFor({ userId, ...request }: UsageRequest): SQL | undefined {
  const isOwn = userId === null ? undefined : eq(usageDaily.userId, userId)
  return and(isOwn, isWithin(usageDaily, request))
}

function isWithin(
  { day, modelId }: Pick<typeof usageDaily | typeof usageTimes, 'day' | 'modelId'>,
  request: Omit<UsageRequest, 'userId'>,
): SQL | undefined {
  const { from, to } = request
  const isOfModel = request.modelId === undefined ? undefined : eq(modelId, request.modelId)
  return and(
    from === undefined ? undefined : gte(day, from),
    to === undefined ? undefined : lte(day, to),
    isOfModel,
  )
}

function readByModelDay(db: Database, request: UsageRequest) {
  const { day, modelId, currency } = usageDaily
  return db
    .select({ day, modelId, ...sums })
    .from(usageDaily)
    .where(isAskedFor(request))
    .groupBy(day, modelId, currency)
}

function readByUser(db: Database, request: UsageRequest) {
  const { userId, workspaceId, currency } = usageDaily
  return db
    .select({ userId, workspaceId, ...sums })
    .from(usageDaily)
    .where(isAskedFor(request))
    .groupBy(userId, workspaceId, currency)
}

function readTimesByModelDay(db: Database, { userId, ...request }: UsageRequest) {
  const { day, modelId, bucket, firstTexts, answers } = usageTimes
  return db
    .select({ day, modelId, bucket, firstTexts, answers })
    .from(usageTimes)
    .where(and(eq(usageTimes.userId, userId ?? EVERYONE), isWithin(usageTimes, request)))
}

/** One by one they would be as many as the days; the key begins with the user. */
async function readTimesByUser(db: Database, request: UsageRequest, userIds: Set<string>) {
  if (userIds.size === 0) return []
  const { userId, bucket, firstTexts, answers } = usageTimes
  return db
    .select({ userId, bucket, firstTexts: total(firstTexts), answers: total(answers) })
    .from(usageTimes)
    .where(and(inArray(userId, [...userIds]), isWithin(usageTimes, request)))
    .groupBy(userId, bucket)
}
