import { saveFile, type Database } from '@chatmore/db'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createManualClock } from '../generation/testing/manual-clock.ts'
import { createRecordingLog } from '../generation/testing/recording-log.ts'
import { createTestApi, type TestApi } from '../testing/create-test-api.ts'
import { createFileCleaner } from './create-file-cleaner.ts'

const HOUR_MS = 3_600_000

let test: TestApi
beforeAll(async () => {
  test = await createTestApi()
})
afterAll(() => test[Symbol.asyncDispose]())

async function query(text: string): Promise<{ count: number }[]> {
  const pool = test.database.db.$client as unknown as { query(text: string): Promise<[{ count: number }[]]> }
  return (await pool.query(text))[0]
}

const countFiles = async () => (await query('SELECT COUNT(*) AS count FROM files'))[0]!.count

it('removes each hour what was uploaded a day ago and never sent, also after the database was away', async () => {
  const { call } = test.connect()
  const { user } = await call.auth.register({ email: 'ada@example.com', password: 'a long password' })
  const facts = {
    mediaType: 'text/plain',
    size: 1,
    width: null,
    height: null,
    tokens: 1,
    mostBytes: 1_000_000,
  }
  await saveFile(
    test.database.db,
    { userId: user.id },
    { ...facts, hash: 'a'.repeat(64), bytes: Buffer.from('x'), name: 'x' },
  )
  const [clock, log] = [createManualClock(), createRecordingLog()]
  let isAway = true
  const database = new Proxy(test.database.db, {
    get: (target, name) => {
      if (isAway && name === 'select') throw new Error('away')
      return Reflect.get(target, name) as unknown
    },
  }) as Database
  const cleaner = createFileCleaner({ database, clock, log })

  cleaner.start()
  await vi.waitFor(() => expect(log.lines).toMatchObject([{ level: 'warn' }]))
  isAway = false
  await query(`UPDATE files SET uploaded_at = UTC_TIMESTAMP(3) - INTERVAL 25 HOUR`)
  expect(await countFiles()).toBe(1)
  await clock.advance(HOUR_MS)
  await vi.waitFor(async () => expect(await countFiles()).toBe(0), { timeout: 20_000 })
  cleaner.stop()
})
