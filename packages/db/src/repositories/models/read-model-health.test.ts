import { afterAll, beforeAll, expect, it } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../testing/create-test-database.ts'
import { explainQueries } from '../../testing/explain-queries.ts'
import { seedEnd, seedSession, seedTurns, seedUser } from '../../testing/seed.ts'
import { readModelHealth } from './read-model-health.ts'

let database: TestDatabase
beforeAll(async () => void (database = await createTestDatabase()))
afterAll(() => database[Symbol.asyncDispose]())

it('tells the last failure of a model and its sums of the day, by the end of an index and without reading the log', async () => {
  const scope = await seedUser(database.db)
  const session = await seedSession(database.db, scope, 3)
  const { turns } = await seedTurns(database.db, { scope, sessionId: session.id })
  const ids = turns.map((turn) => turn.assistantMessageId)
  const failed = { status: 'error' as const, errorCode: 'RATE_LIMITED' as const }
  await seedEnd(database.db, ids[0]!)
  await seedEnd(database.db, ids[1]!, { ...failed, errorCode: 'IDLE_TIMEOUT' })
  await seedEnd(database.db, ids[2]!, failed)
  const modelId = session.windows[0]!.modelId
  const today = new Date().toISOString().slice(0, 10)
  const health = await readModelHealth(database.db, [modelId], today)
  expect(health.sums).toEqual([{ modelId, calls: 3, errors: 2 }])
  expect(health.lastErrors).toMatchObject([{ modelId, code: 'RATE_LIMITED' }])
  const steps = await explainQueries(database.url, (db) => readModelHealth(db, [modelId], today))
  const keys = steps
    .filter(({ table }) => table && !table.startsWith('<'))
    .map(({ table, key }) => [table, key])
  expect(Object.fromEntries(keys)).toMatchObject({ calls: 'calls_model_status' })
  expect(keys.filter(([, key]) => key === null)).toEqual([])
})
