import {
  createUser,
  DatabaseFault,
  listCalls,
  newId,
  readUsage,
  recordCalls,
  type LooseCall,
} from '@chatmore/db'
import { createTestDatabase, type TestDatabase } from '@chatmore/db/testing'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createManualClock, settle } from '../generation/testing/manual-clock.ts'
import { createRecordingLog } from '../generation/testing/recording-log.ts'
import { createCallLog } from './call-log.ts'

let database: TestDatabase
let userId: string
/** How many calls each write was asked for. */
let writes: number[] = []
/** What the next writes do in place of the database. */
let failures: ((calls: LooseCall[]) => Promise<void>)[] = []

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())
afterEach(() => {
  writes = []
  failures = []
})

async function open() {
  const values = { email: `${newId()}@example.org`, nickname: 'Someone', passwordHash: 'hash' }
  userId = (await createUser(database.db, { ...values, mayRegister: () => true }))?.id ?? ''
  const [log, clock] = [createRecordingLog(), createManualClock()]
  const write = (calls: LooseCall[]) => {
    writes.push(calls.length)
    return failures.shift()?.(calls) ?? recordCalls(database.db, calls)
  }
  return { log, clock, callLog: createCallLog({ write, log, clock }) }
}

function toCall(by = userId): LooseCall {
  return {
    ...{ id: newId(), source: 'relay', endedAt: new Date(), latencyMs: 100, ttftMs: 10, price: null },
    ...{ status: 'done', finishReason: 'stop', errorCode: null, errorMessage: null },
    usage: { promptTokens: 3, completionTokens: 5, reasoningTokens: null, isEstimated: false },
    call: {
      ...{ userId: by, modelId: null, upstreamModel: 'model', httpStatus: 200, errorDetail: null },
      ...{ startedAt: new Date(), bodies: null },
    },
  }
}

const toCalls = (count: number) => Array.from({ length: count }, () => toCall())

/** How many calls of the user there are, by the log and by the sums. */
async function count(): Promise<[number, number]> {
  const ids = new Set<string>()
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page: Awaited<ReturnType<typeof listCalls>> = await listCalls(
      database.db,
      { userId },
      { limit: 100, cursor },
    )
    page.items.forEach(({ id }) => ids.add(id))
    cursor = page.nextCursor
  }
  const { byUser } = await readUsage(database.db, { userId })
  return [ids.size, byUser.reduce((sum, { calls }) => sum + calls, 0)]
}

const away = () => Promise.reject(new DatabaseFault('away', 'no connection'))

test('calls that end within a tenth of a second are written together, many without waiting for it', async () => {
  const { callLog, clock } = await open()
  toCalls(3).forEach(callLog.add)
  await clock.advance(99)
  expect(writes).toEqual([])
  await clock.advance(1)
  expect(writes).toEqual([3])
  await callLog.flush()
  toCalls(450).forEach(callLog.add)
  await callLog.flush()
  expect(writes).toEqual([3, 200, 200, 50])
  expect(await count()).toEqual([453, 453])
  expect(clock.timerCount).toBe(0)
})

test('one that cannot be written does not keep the others', async () => {
  const { callLog, log } = await open()
  const calls = toCalls(9)
  calls[4] = toCall(newId())
  calls.forEach(callLog.add)
  await callLog.flush()
  expect(await count()).toEqual([8, 8])
  expect(log.lines).toMatchObject([{ level: 'error', fields: { calls: 1, sources: ['relay'] } }])
})

test('a database that is away is waited for, and what it wrote when it was lost is not written twice', async () => {
  const { callLog, clock } = await open()
  failures = [away, away, (calls) => recordCalls(database.db, calls).then(away)]
  toCalls(5).forEach(callLog.add)
  const flushed = callLog.flush()
  await expect.poll(() => clock.advance(10_000).then(() => writes.length)).toBe(4)
  await flushed
  expect(await count()).toEqual([5, 5])
})

test('closing writes what waits, and waits for no database that is away', async () => {
  const { callLog, log } = await open()
  toCalls(2).forEach(callLog.add)
  await callLog.close()
  expect(await count()).toEqual([2, 2])
  failures = [away]
  callLog.add(toCall())
  await callLog.flush()
  expect(log.lines).toMatchObject([{ level: 'error', fields: { calls: 1 } }])
})

test('has room for no more calls while too many wait', async () => {
  const { callLog, clock } = await open()
  failures = [away, away, () => Promise.resolve()]
  toCalls(2300).forEach(callLog.add)
  await settle()
  const room = callLog.room()
  expect(room).not.toBeNull()
  await clock.advance(60_000)
  await room
  await callLog.flush()
  expect(callLog.room()).toBeNull()
})
