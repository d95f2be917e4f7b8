import { getTableName } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '../../new-id.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/create-test-database.ts'
import { seedModel } from '../../testing/seed.ts'
import { findModelConfig } from '../models/find-model-config.ts'
import { addModelSecrets, removeModelSecrets } from '../models/model-secrets.ts'
import { resealAll } from './reseal.ts'
import { sealedColumns } from './sealed-columns.ts'

let database: TestDatabase
beforeAll(async () => void (database = await createTestDatabase()))
afterAll(() => database[Symbol.asyncDispose]())

it('knows every column that holds a cipher', async () => {
  const { db } = database
  const pool = db.$client as unknown as { query(sql: string): Promise<[object[]]> }
  const [found] = await pool.query(
    `SELECT CONCAT(table_name, '.', column_name) AS name FROM information_schema.columns
     WHERE table_schema = DATABASE() AND (column_name LIKE '%cipher%' OR column_name LIKE '%sealed%')`,
  )
  const known = sealedColumns.map(({ table, cipher }) => `${getTableName(table)}.${cipher.name}`)
  expect(found.map((row) => Object.values(row)[0] as string)).toEqual(known)
})

it('keeps what someone has changed or removed since it was read', async () => {
  const { db } = database
  const model = await seedModel(db)
  const secrets = ['a', 'b', 'c'].map((name) => ({
    id: newId(),
    kind: 'key' as const,
    name,
    cipher: `old:${name}`,
  }))
  await addModelSecrets(db, model.id, secrets)
  const [, second, third] = secrets
  // What the first is sealed with comes after all three were read.
  let removing: Promise<unknown> = Promise.resolve()
  const result = await resealAll(db, {
    prefix: 'old:',
    reseal: (id, sealed) => {
      if (sealed === 'old:a') removing = removeModelSecrets(db, model.id, [second?.id ?? ''])
      return sealed === 'old:c' ? null : `new:${id}`
    },
  })
  await removing
  expect(result).toEqual({ changed: expect.any(Number) as number, left: [third?.id] })
  const { secrets: left = [] } = (await findModelConfig(db, model.id)) ?? {}
  expect(left.map(({ cipher }) => cipher)).toEqual([`new:${secrets[0]?.id}`, 'old:c'])
})
