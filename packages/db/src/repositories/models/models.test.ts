import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { newId } from '../../new-id.ts'
import { modelSecrets } from '../../schema/model-secrets.ts'
import { createTestDatabase, type TestDatabase } from '../../testing/create-test-database.ts'
import { seedModel } from '../../testing/seed.ts'
import { findModelConfig } from './find-model-config.ts'
import { hasEnabledRealModel } from './has-enabled-real-model.ts'
import { listModelConfigs } from './list-model-configs.ts'
import { addModelSecrets } from './model-secrets.ts'
import { removeModelConfig } from './remove-model-config.ts'
import { saveDemoModels } from './save-demo-models.ts'
import { updateModelConfig } from './update-model-config.ts'

describe('models', () => {
  let database: TestDatabase
  beforeEach(async () => void (database = await createTestDatabase()))
  afterEach(() => database[Symbol.asyncDispose]())

  const demoModels = [
    { model: 'demo-swift', name: 'Swift', contextWindow: 8000 },
    { model: 'demo-sage', name: 'Sage', contextWindow: 32_000 },
  ]

  it('keep every field as it was given', async () => {
    const values = {
      id: newId(),
      name: '模型 🔥',
      provider: 'openai',
      apiBase: 'https://api.example.org/v1',
      model: 'gpt',
      callOptions: { apiVersion: '2024-10-21', extraBody: { top_k: 1 } },
      maxConcurrent: 2,
      extraConfig: { temperature: 0.3, stop: ['"', '\\'] },
      contextWindow: 128_000,
      capabilities: ['reasoning'],
      price: { currency: 'EUR' as const, inputPerMillion: '0.5', outputPerMillion: '1.25' },
      timeouts: { idleMs: 1000 },
      enabled: false,
    }
    const created = await seedModel(database.db, values)
    expect(created).toMatchObject({ ...values, isDemo: false, removedAt: null })
    expect(await findModelConfig(database.db, values.id)).toEqual(created)
    expect(await listModelConfigs(database.db)).toEqual([created])
  })

  it('change what a patch holds and nothing else', async () => {
    const model = await seedModel(database.db, { maxConcurrent: 2, extraConfig: { seed: 1 } })
    expect(
      await updateModelConfig(database.db, { id: model.id }, { maxConcurrent: null, enabled: false }),
    ).toBe(true)
    const changed = { ...model, maxConcurrent: null, enabled: false, updatedAt: expect.any(String) }
    expect(await findModelConfig(database.db, model.id)).toEqual(changed)
    expect(await updateModelConfig(database.db, { id: newId() }, { name: 'x' })).toBe(false)
  })

  it('do not change where their address is another than the change was decided by', async () => {
    const model = await seedModel(database.db)
    const target = { id: model.id, whileApiBase: model.apiBase }
    expect(await updateModelConfig(database.db, target, { apiBase: 'https://moved.example.org/v1' })).toBe(
      true,
    )
    expect(await updateModelConfig(database.db, target, { maxConcurrent: 2 })).toBe(false)
    expect(await findModelConfig(database.db, model.id)).toMatchObject({
      apiBase: 'https://moved.example.org/v1',
      maxConcurrent: null,
    })
  })

  it('are gone when removed, with their keys', async () => {
    const model = await seedModel(database.db)
    await addModelSecrets(database.db, model.id, [{ id: newId(), kind: 'key', name: '', cipher: 'cipher' }])
    expect(await removeModelConfig(database.db, model.id)).toBe(true)
    expect(await removeModelConfig(database.db, model.id)).toBe(false)
    expect(await findModelConfig(database.db, model.id)).toBeNull()
    expect(await listModelConfigs(database.db)).toEqual([])
    expect(await updateModelConfig(database.db, { id: model.id }, { enabled: true })).toBe(false)
    expect(await database.db.select().from(modelSecrets)).toEqual([])
  })

  it('count as real when they are enabled, not removed and no demo', async () => {
    await saveDemoModels(database.db, demoModels)
    expect(await hasEnabledRealModel(database.db)).toBe(false)
    const model = await seedModel(database.db, { enabled: false })
    expect(await hasEnabledRealModel(database.db)).toBe(false)
    await updateModelConfig(database.db, { id: model.id }, { enabled: true })
    expect(await hasEnabledRealModel(database.db)).toBe(true)
    await removeModelConfig(database.db, model.id)
    expect(await hasEnabledRealModel(database.db)).toBe(false)
  })

  it('for the demo are the same rows at every start, several instances at once included', async () => {
    await Promise.all(Array.from({ length: 6 }, () => saveDemoModels(database.db, demoModels)))
    const first = await listModelConfigs(database.db)
    expect(first).toMatchObject([
      { name: 'Swift', model: 'demo-swift', isDemo: true, enabled: true, apiBase: 'http://demo.invalid/v1' },
      { name: 'Sage', model: 'demo-sage', contextWindow: 32_000, secrets: [], price: null },
    ])
    expect(first.every(({ id }) => /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(id))).toBe(true)
    await updateModelConfig(database.db, { id: first[0]!.id }, { enabled: false })
    await saveDemoModels(database.db, [{ ...demoModels[0]!, name: 'Swifter' }])
    const second = await listModelConfigs(database.db)
    expect(second[0]).toMatchObject({ id: first[0]!.id, name: 'Swifter', enabled: false })
    expect(second[1]).toEqual(first[1])
  })
})
