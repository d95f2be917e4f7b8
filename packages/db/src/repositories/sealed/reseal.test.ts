import { eq, getTableName } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { transact } from '../../connection/transact.ts'
import { newId } from '../../new-id.ts'
import { modelSecrets } from '../../schema/model-secrets.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/create-test-database.ts'
import { seedModel } from '../../testing/seed.ts'
import { findModelConfig } from '../models/find-model-config.ts'
import { addModelSecrets } from '../models/model-secrets.ts'
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

it('keeps what someone has changed since it was read, and tells what it could make nothing of', async () => {
  const { db } = database
  const model = await seedModel(db)
  const toSecret = (name: string) => ({ id: newId(), kind: 'key' as const, name, cipher: `old:${name}` })
  const [first, second, third] = [toSecret('a'), toSecret('b'), toSecret('c')]
  await addModelSecrets(db, model.id, [first, second, third])
  let result: Awaited<ReturnType<typeof resealAll>> | undefined
  let resealing: Promise<unknown> = Promise.resolve()
  // All three have been read, and the first waits for who holds its row, when the second is changed.
  await transact(db, async (tx) => {
    await tx.select().from(modelSecrets).where(eq(modelSecrets.id, first.id)).for('update')
    await new Promise<void>((resolve) => {
      resealing = resealAll(db, {
        prefix: 'old:',
        reseal(id, sealed) {
          resolve()
          return sealed === 'old:c' ? null : `new:${id}`
        },
      }).then((done) => (result = done))
    })
    await db.update(modelSecrets).set({ cipher: 'changed' }).where(eq(modelSecrets.id, second.id))
  })
  await resealing
  expect(result).toEqual({ changed: 1, left: [third.id] })
  const { secrets = [] } = (await findModelConfig(db, model.id)) ?? {}
  expect(secrets.map(({ cipher }) => cipher)).toEqual([`new:${first.id}`, 'changed', 'old:c'])
})
