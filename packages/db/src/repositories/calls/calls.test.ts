import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../connection/open-database.ts'
import { sumDecimals } from '../../money/sum-decimals.ts'
import { newId } from '../../new-id.ts'
import type { CallRecord } from '../../records/call.ts'
import type { Scope } from '../../records/scope.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/create-test-database.ts'
import { explainQueries } from '../../testing/explain-queries.ts'
import { finishedRun, seedModel, seedUser } from '../../testing/seed.ts'
import { recordCalls, type LooseCall } from '../runs/record-calls.ts'
import { callBodies } from '../../schema/call-bodies.ts'
import { listCalls } from './list-calls.ts'
import { readUsage } from './read-usage.ts'
import { removeOldBodies } from './remove-old-bodies.ts'

const BATCHES = 12
const BATCH = 5
const CALLS = BATCHES * BATCH

describe('the ledger', () => {
  let database: TestDatabase
  let users: [Scope, Scope]
  let modelId: string
  beforeAll(async () => {
    database = await createTestDatabase()
    users = [await seedUser(database.db), await seedUser(database.db)]
    modelId = (await seedModel(database.db)).id
    await recordFromTwo()
  })
  afterAll(() => database[Symbol.asyncDispose]())

  function toCall(index: number): LooseCall {
    const { call, ...run } = finishedRun('')
    return {
      ...run,
      id: newId(),
      endedAt: new Date(),
      source: index % 5 === 0 ? 'test' : 'title',
      status: index % 7 === 0 ? 'error' : 'done',
      usage: { promptTokens: index, completionTokens: 2 * index, reasoningTokens: null, isEstimated: false },
      ttftMs: 10 * (index + 1),
      latencyMs: 100 * (index + 1),
      call: { ...call, workspaceId: undefined, modelId, userId: users[index % 2]!.userId },
    }
  }

  /** Two instances at once, each with connections of its own, to the same days. */
  async function recordFromTwo(): Promise<void> {
    const recorded = Array.from({ length: CALLS }, (_, index) => toCall(index))
    const instances = [openDatabase(database.url), openDatabase(database.url)]
    await Promise.all(
      // Each batch comes from both, as one that is repeated after a lost connection does.
      Array.from({ length: BATCHES }, (_, batch) => {
        const calls = recorded.slice(batch * BATCH, (batch + 1) * BATCH)
        return instances.map(({ db }) => recordCalls(db, calls))
      }).flat(),
    )
    for (const { close } of instances) await close()
  }

  const all = { userId: null }

  it('loses and doubles nothing where two instances add to the same day at once', async () => {
    const { items } = await listCalls(database.db, all, { limit: 100 })
    expect(items).toHaveLength(CALLS)
    const { byModelDay, byUser, timesByModelDay, timesByUser } = await readUsage(database.db, all)
    const total = (toNumber: (call: CallRecord) => number | null) =>
      items.reduce((sum, call) => sum + (toNumber(call) ?? 0), 0)
    for (const sums of [byModelDay, byUser]) {
      const of = (name: 'calls' | 'errors' | 'promptTokens' | 'completionTokens') =>
        sums.reduce((sum, row) => sum + row[name], 0)
      expect(of('calls')).toBe(CALLS)
      expect(of('errors')).toBe(total(({ status }) => (status === 'error' ? 1 : 0)))
      expect(of('promptTokens')).toBe(total(({ promptTokens }) => promptTokens))
      expect(of('completionTokens')).toBe(total(({ completionTokens }) => completionTokens))
      expect(sumDecimals(sums.map(({ cost }) => cost))).toBe(
        sumDecimals(items.map(({ cost }) => cost ?? '0')),
      )
    }
    for (const times of [timesByModelDay, timesByUser]) {
      expect(times.reduce((sum, row) => sum + row.firstTexts, 0)).toBe(CALLS)
      expect(times.reduce((sum, row) => sum + row.answers, 0)).toBe(
        total(({ status }) => (status === 'done' ? 1 : 0)),
      )
    }
  })

  it('gives a user what is theirs, of the log and of the sums', async () => {
    const [one] = users
    const { items } = await listCalls(database.db, one, { limit: 100 })
    expect(items).toHaveLength(CALLS / 2)
    expect(new Set(items.map(({ userId }) => userId))).toEqual(new Set([one.userId]))
    const { byUser } = await readUsage(database.db, one)
    expect(byUser.map(({ userId, calls }) => [userId, calls])).toEqual([[one.userId, CALLS / 2]])
  })

  it('goes on from where it stopped looking, and gives each call once', async () => {
    const filter = { source: 'test' as const, status: 'error' as const, limit: 2, most: 5 }
    const found: string[] = []
    let cursor: string | null = null
    let partial = 0
    do {
      const page: Awaited<ReturnType<typeof listCalls>> = await listCalls(database.db, all, {
        ...filter,
        cursor,
      })
      found.push(...page.items.map(({ id }) => id))
      if (page.isPartial) partial += 1
      cursor = page.nextCursor
    } while (cursor !== null)
    const { items } = await listCalls(database.db, all, { limit: 100 })
    const meant = items.filter(({ source, status }) => source === 'test' && status === 'error')
    expect(found).toEqual(meant.map(({ id }) => id))
    expect(partial).toBeGreaterThan(0)
  })

  it.each([
    [{}, 'calls_list'],
    [{ modelId: 'x' }, 'calls_model_list'],
    [{ status: 'done' as const }, 'calls_status_list'],
    [{ source: 'test' as const }, 'calls_source_list'],
    [{ userId: 'x', status: 'done' as const }, 'calls_user_list'],
  ])('lists %j along %s, without sorting', async (filter, key) => {
    const steps = await explainQueries(database.url, (db) => listCalls(db, all, filter))
    const ofCalls = steps.filter(({ table }) => table === 'calls')
    expect(new Set(ofCalls.map((step) => step.key))).toEqual(new Set([key]))
    expect(steps.filter(({ extra }) => extra.includes('filesort'))).toEqual([])
  })

  it('removes bodies that are too old, and no others', async () => {
    const day = (text: string) => new Date(`2026-01-${text}T00:00:00Z`)
    const empty = { request: null, answer: null, requestSize: 0, answerSize: 0, isCut: false }
    await database.db.insert(callBodies).values([
      { ...empty, callId: 'old', createdAt: day('01') },
      { ...empty, callId: 'new', createdAt: day('03') },
    ])
    await removeOldBodies(database.db, day('02'))
    const left = await database.db.select({ callId: callBodies.callId }).from(callBodies)
    expect(left.map(({ callId }) => callId)).toEqual(['new'])
  })
})
