import { listModelNames, listUserNames, listWorkspaceNames, readUsage, type UsageRecord } from '@chatmore/db'
import type { StatsSummary, StatsSummaryInput, UsageFigures, User } from '../../contract/index.ts'
import type { Dependencies } from '../context.ts'
import { tallyBy, toFigures, createTally, addTimes, type Tally } from './summarise-usage.ts'

type Parts = Pick<Dependencies, 'database'> & { user: User }

/** An administrator's statistics are everyone's, anyone else's their own. Another's are as if they had none. */
export async function readStatistics(
  { database, user }: Parts,
  { from, to, userId, modelId }: StatsSummaryInput,
): Promise<StatsSummary> {
  const mayAsk = user.role === 'admin' || userId === undefined || userId === user.id
  const asked = user.role === 'admin' ? (userId ?? null) : user.id
  const usage = mayAsk
    ? await readUsage(database, { userId: asked, modelId, from: toFirstDay(from), to: toLastDay(to) })
    : nothing
  const tallies = toTallies(usage)
  const [models, users, workspaces] = await Promise.all([
    listModelNames(database, [...tallies.models.keys()]),
    listUserNames(database, [...tallies.users.keys()]),
    listWorkspaceNames(database, [...tallies.workspaces.keys()]),
  ])
  const toModel = (id: string) => ({ modelId: id || null, modelName: models.get(id) ?? null })
  return {
    ...toFigures(tallies.all),
    rows: toRows(tallies.rows, byKey, (key) => {
      const [day = '', id = ''] = key.split(' ')
      return { day, ...toModel(id) }
    }),
    models: toRows(tallies.models, byCalls, toModel),
    days: toRows(tallies.days, byKey, (day) => ({ day })),
    users: toRows(tallies.users, byCalls, (id) => ({ userId: id, userName: users.get(id) ?? null })),
    workspaces: toRows(tallies.workspaces, byCalls, (id) => ({
      workspaceId: id,
      workspaceName: workspaces.get(id) ?? null,
    })),
  }
}

const nothing: UsageRecord = { byModelDay: [], byUser: [], timesByModelDay: [], timesByUser: [] }

function toTallies({ byModelDay, byUser, timesByModelDay, timesByUser }: UsageRecord) {
  const modelDays = { sums: byModelDay, times: timesByModelDay }
  const userParts = { sums: byUser, times: timesByUser }
  const all = createTally()
  all.sums.push(...byModelDay)
  for (const times of timesByModelDay) addTimes(all, times)
  return {
    all,
    rows: tallyBy(modelDays, ({ day, modelId }) => `${day} ${modelId}`),
    models: tallyBy(modelDays, ({ modelId }) => modelId),
    days: tallyBy(modelDays, ({ day }) => day),
    users: tallyBy(userParts, ({ userId }) => userId),
    workspaces: tallyBy(userParts, ({ workspaceId }) => workspaceId),
  }
}

type Entry = [key: string, figures: UsageFigures]

const byKey = ([one]: Entry, [other]: Entry) => (one < other ? -1 : 1)
const byCalls = ([, one]: Entry, [, other]: Entry) => other.calls - one.calls

function toRows<Names extends object>(
  tallies: Map<string, Tally>,
  order: (one: Entry, other: Entry) => number,
  toNames: (key: string) => Names,
): (Names & UsageFigures)[] {
  const entries = [...tallies].map(([key, tally]): Entry => [key, toFigures(tally)])
  return entries.sort(order).map(([key, figures]) => ({ ...toNames(key), ...figures }))
}

function toFirstDay(moment: string | undefined): string | undefined {
  return moment === undefined ? undefined : new Date(moment).toISOString().slice(0, 10)
}

/** A day's very beginning is the end of the one before. */
function toLastDay(moment: string | undefined): string | undefined {
  return moment === undefined ? undefined : new Date(Date.parse(moment) - 1).toISOString().slice(0, 10)
}
