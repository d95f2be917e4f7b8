import { eq, sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { modelConfigs } from '../schema/model-configs.ts'
import { newId } from '../new-id.ts'
import { createTestDatabase } from '../testing/create-test-database.ts'
import { seedModel } from '../testing/seed.ts'
import { insertRows } from './insert-rows.ts'

it('rows inserted as text are read as they were given, each with what it has', async () => {
  await using database = await createTestDatabase()
  const model = await seedModel(database.db, { extraConfig: { stop: ["'", '\\', '👋'] }, price: null })
  const [stored] = await database.db.select().from(modelConfigs).where(eq(modelConfigs.id, model.id))
  const { timeouts: _timeouts, ...rest } = stored!
  const [first, second] = [
    { ...stored!, id: newId(), name: `quoted ' and " and ? and \\`, contextWindow: 5 },
    { ...stored!, id: newId(), contextWindow: undefined, createdAt: sql`'2026-01-02 03:04:05.678'` },
  ]
  await insertRows(database.db, modelConfigs, [first, second])
  const rows = await database.db.select().from(modelConfigs)
  expect(rows.find(({ id }) => id === first.id)).toEqual(first)
  expect(rows.find(({ id }) => id === second.id)).toEqual({
    ...{ ...rest, timeouts: stored!.timeouts },
    ...{ id: second.id, contextWindow: null, createdAt: new Date('2026-01-02T03:04:05.678Z') },
  })
})
