import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../new-id.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/create-test-database.ts'
import { seedModel } from '../../testing/seed.ts'
import { findModelConfig } from './find-model-config.ts'
import { listModelConfigs } from './list-model-configs.ts'
import { addModelSecrets, bringBackModelKey, removeModelSecrets } from './model-secrets.ts'
import { noteKeyRefusal } from './note-key-refusal.ts'

describe('the keys of a model', () => {
  let database: TestDatabase
  beforeAll(async () => void (database = await createTestDatabase()))
  afterAll(() => database[Symbol.asyncDispose]())

  async function seedKeys(...names: string[]) {
    const model = await seedModel(database.db)
    const keys = names.map((name) => ({
      id: newId(),
      kind: 'key' as const,
      name,
      cipher: `v1:${names.indexOf(name)}`,
    }))
    await addModelSecrets(database.db, model.id, keys)
    return { modelId: model.id, ids: keys.map(({ id }) => id) }
  }
  const read = async (modelId: string) => (await findModelConfig(database.db, modelId))?.secrets ?? []

  it('come with it in the order they were added, and with no other model', async () => {
    const other = await seedKeys('other')
    const { modelId } = await seedKeys('钥匙 1', 'second', 'third')
    const keys = await read(modelId)
    expect(keys.map(({ name, cipher }) => [name, cipher])).toEqual([
      ['钥匙 1', 'v1:0'],
      ['second', 'v1:1'],
      ['third', 'v1:2'],
    ])
    expect(keys[0]).toMatchObject({
      setAsideAt: null,
      restsUntil: null,
      refusedAt: null,
      refusedStatus: null,
    })
    expect(new Date(keys[0]!.createdAt).getTime()).toBeGreaterThan(Date.now() - 600_000)
    const listed = await listModelConfigs(database.db)
    expect(listed.find(({ id }) => id === modelId)?.secrets).toEqual(keys)
    expect(listed.find(({ id }) => id === other.modelId)?.secrets).toHaveLength(1)
  })

  it('are set aside for good or for a while, and brought back', async () => {
    const { modelId, ids } = await seedKeys('refused', 'tired')
    const [refused = '', tired = ''] = ids
    await noteKeyRefusal(database.db, refused, { status: 401, restMs: null })
    await noteKeyRefusal(database.db, tired, { status: 429, restMs: 90_000 })
    const [first, second] = await read(modelId)
    expect(first).toMatchObject({ refusedStatus: 401, restsUntil: null, setAsideAt: first?.refusedAt })
    expect(second).toMatchObject({ refusedStatus: 429, setAsideAt: null })
    expect(Date.parse(second!.restsUntil!) - Date.parse(second!.refusedAt!)).toBe(90_000)
    await noteKeyRefusal(database.db, refused, { status: 403, restMs: null })
    const again = (await read(modelId))[0]
    expect(again).toMatchObject({ refusedStatus: 403, setAsideAt: first?.setAsideAt })

    expect(await bringBackModelKey(database.db, modelId, refused)).toBe(true)
    expect(await bringBackModelKey(database.db, newId(), tired)).toBe(false)
    const [back, still] = await read(modelId)
    expect(back).toMatchObject({ setAsideAt: null, refusedStatus: 403 })
    expect(still?.restsUntil).not.toBeNull()
  })

  it('are removed from their own model alone', async () => {
    const { modelId, ids } = await seedKeys('one', 'two')
    const other = await seedKeys('other')
    expect(await removeModelSecrets(database.db, modelId, [ids[0]!, other.ids[0]!])).toBe(1)
    expect((await read(modelId)).map(({ name }) => name)).toEqual(['two'])
    expect(await read(other.modelId)).toHaveLength(1)
  })
})
