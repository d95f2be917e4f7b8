import { createTestDatabase, type TestDatabase } from '@chatmore/db/testing'
import { createConnection } from 'mysql2/promise'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startStatementLog } from './statement-log.ts'

let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

it('notes each statement that passes, prepared ones by their text, and passes everything on', async () => {
  const log = await startStatementLog(database.url)
  const connection = await createConnection(log.url)
  await connection.query('BEGIN')
  const [rows] = await connection.execute('SELECT REPEAT(?, 100000) AS text', ['x'])
  await connection.execute('SELECT REPEAT(?, 100000) AS text', ['y'])
  await connection.query('COMMIT')
  await connection.end()
  await log.close()
  expect(rows).toEqual([{ text: 'x'.repeat(100_000) }])
  expect(log.statements.map(({ sql }) => sql)).toEqual([
    'BEGIN',
    'SELECT REPEAT(?, 100000) AS text',
    'SELECT REPEAT(?, 100000) AS text',
    'COMMIT',
  ])
  for (const { startedAt, endedAt } of log.statements) expect(endedAt).toBeGreaterThan(startedAt)
})
