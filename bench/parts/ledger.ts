import { createModelConfig } from '@chatmore/db'
import { fillCalls } from '@chatmore/db/testing'
import { percentile } from '../measure/median.ts'
import { fixed } from '../report/fixed.ts'
import { createAccount, type Account } from '../targets/chatmore/create-account.ts'
import { startChatMore } from '../targets/chatmore/start-chatmore.ts'
import { startDatabase, type BenchDatabase } from '../targets/chatmore/start-database.ts'
import { getText } from '../targets/post-json.ts'
import type { Part, PartContext } from './part.ts'

const USERS = 40
const MODELS = 8
const DAYS = 90
const GOAL_MS = 300
const DAY_MS = 86_400_000

interface Page {
  what: string
  path: string
  input: object
  isUsers?: true
}

interface Measured {
  what: string
  p50: number
  p95: number
}

/** What the pages of the ledger take with a million calls in the log. */
export const measureLedger: Part = async (context) => {
  const calls = context.isQuick ? 100_000 : 1_000_000
  const database = await startDatabase()
  context.print(`  filling the log with ${calls} calls`)
  const { admin, user, modelIds } = await fill(database, calls)
  const options = { upstreamUrl: 'http://127.0.0.1:9/v1', databaseUrl: database.url, db: database.db }
  const server = await startChatMore({ ...options, cores: context.cores })
  const measured: Measured[] = []
  for (const page of listPages(modelIds[0] ?? '', user.userId)) {
    const { token } = page.isUsers ? user : admin
    measured.push({ what: page.what, ...(await measure(context, { url: server.url, token, page })) })
  }
  await server.close()
  await database.close()
  const slowest = Math.max(...measured.map(({ p95 }) => p95))
  return {
    title: `The ledger: ${calls} calls of ${USERS} users and ${MODELS} models in ${DAYS} days`,
    method:
      'Each page is the HTTP call of its procedure, from the question to the last byte, one after the other. A search and filters that no index serves look at so many calls and go on by a cursor.',
    table: {
      columns: ['page', 'p50 ms', 'p95 ms'],
      rows: measured.map(({ what, p50, p95 }) => [what, fixed(p50, 1), fixed(p95, 1)]),
    },
    goals: [
      {
        text: `every page within ${GOAL_MS} ms at p95`,
        measured: `${fixed(slowest, 0)} ms`,
        isReached: slowest <= GOAL_MS,
      },
    ],
    figures: { calls, measured },
  }
}

interface Filled {
  admin: Account
  user: Account
  modelIds: string[]
}

async function fill({ db, url }: BenchDatabase, calls: number): Promise<Filled> {
  const accounts: Account[] = []
  for (let index = 0; index < USERS; index += 1) accounts.push(await createAccount(db))
  const shared = { provider: 'custom', apiBase: 'http://127.0.0.1:9/v1' }
  const modelIds: string[] = []
  for (let index = 0; index < MODELS; index += 1) {
    modelIds.push((await createModelConfig(db, { ...shared, name: `Model ${index}`, model: `m${index}` })).id)
  }
  const userIds = accounts.map(({ userId }) => userId)
  await fillCalls(db, { url, userIds, modelIds, calls, days: DAYS })
  const [admin, user] = accounts
  if (!admin || !user) throw new Error('There are no accounts.')
  return { admin, user, modelIds }
}

function listPages(modelId: string, userId: string): Page[] {
  const before = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString()
  const log = (what: string, input: object): Page => ({ what: `log, ${what}`, path: 'callLog.list', input })
  const stats = (what: string, input: object): Page => ({
    what: `statistics, ${what}`,
    path: 'stats.summary',
    input,
  })
  return [
    log('newest', {}),
    log('two months back', { to: before(60) }),
    log('a model’s', { modelId }),
    log('a user’s', { userId }),
    log('a user’s failures', { userId, status: 'error' }),
    log('failures', { status: 'error' }),
    log('a model’s stopped titles', { modelId, status: 'stopped', source: 'title' }),
    log('a search that finds nothing', { search: 'nowhere' }),
    { ...log('one’s own', {}), isUsers: true },
    stats('30 days, all', { from: before(30) }),
    stats('90 days, all', {}),
    stats('90 days, a model', { modelId }),
    { ...stats('90 days, one’s own', {}), isUsers: true },
  ]
}

interface Asked {
  url: string
  token: string
  page: Page
}

async function measure(
  context: PartContext,
  { url, token, page }: Asked,
): Promise<{ p50: number; p95: number }> {
  const address = `${url}/trpc/${page.path}?input=${encodeURIComponent(JSON.stringify(page.input))}`
  const times: number[] = []
  for (let round = 0; round < (context.isQuick ? 10 : 40); round += 1) {
    const startedAt = performance.now()
    await getText({ url: address, headers: { authorization: `Bearer ${token}` } })
    times.push(performance.now() - startedAt)
  }
  // The first ones warm up.
  const kept = times.slice(3)
  return { p50: percentile(kept, 0.5), p95: percentile(kept, 0.95) }
}
