import { addModelSecrets, createModelConfig, findModelConfig, listAudit, newId } from '@chatmore/db'
import { createTestDatabase, type TestDatabase } from '@chatmore/db/testing'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { createSecretBox } from '../services/secret-box.ts'
import { rotateKeys } from './rotate-keys.ts'

const [secret, previousSecret] = ['n'.repeat(32), 'p'.repeat(32)]
const before = createSecretBox({ secret: previousSecret })
const after = createSecretBox({ secret })

let database: TestDatabase
let modelId: string
beforeEach(async () => {
  await database?.[Symbol.asyncDispose]()
  database = await createTestDatabase()
  const model = { name: 'M', provider: 'x', apiBase: 'https://example.com/v1', model: 'm' }
  modelId = (await createModelConfig(database.db, model)).id
})
afterAll(() => database[Symbol.asyncDispose]())

/** Keys and headers of the model, sealed by the box. */
async function add(box: typeof before, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newId())
  const toSecret = (id: string, index: number) => ({
    id,
    kind: index % 2 === 0 ? ('key' as const) : ('header' as const),
    name: `secret ${index}`,
    cipher: box.seal(id, `sk-${id}`),
  })
  await addModelSecrets(database.db, modelId, ids.map(toSecret))
  return ids
}

async function readCiphers(): Promise<Map<string, string>> {
  const model = await findModelConfig(database.db, modelId)
  return new Map(model?.secrets.map(({ id, cipher }) => [id, cipher]))
}

it('seals all that is sealed under the secret before anew, keys and headers, and counts it', async () => {
  const ids = await add(before, 120)
  ids.push(...(await add(after, 2)))
  const rotation = await rotateKeys(database.db, { secret, previousSecret })
  expect(rotation).toMatchObject({ changed: 120, unreadable: 0 })
  expect([...rotation.counts]).toEqual([[after.keyIds.current, 122]])
  const ciphers = await readCiphers()
  expect(ciphers.size).toBe(122)
  for (const id of ids) expect(after.open(id, ciphers.get(id) ?? '')).toBe(`sk-${id}`)
  expect((await rotateKeys(database.db, { secret, previousSecret })).changed).toBe(0)
  const { items } = await listAudit(database.db, { limit: 10 })
  expect(items.map(({ action, actorName, details }) => ({ action, actorName, details }))).toEqual([
    {
      action: 'secret.rotated',
      actorName: 'command line',
      details: { before: before.keyIds.current, after: after.keyIds.current, count: 120 },
    },
  ])
})

it('refuses, and changes nothing, where a key is of neither secret', async () => {
  await add(before, 1)
  const lost = createSecretBox({ secret: 'x'.repeat(32) })
  await add(lost, 3)
  const earlier = await readCiphers()
  const rotating = rotateKeys(database.db, { secret, previousSecret })
  await expect(rotating).rejects.toThrow(
    `sealed 3 under the secret ${lost.keyIds.current}, which is not known`,
  )
  expect(await readCiphers()).toEqual(earlier)
  await expect(rotateKeys(database.db, { secret })).rejects.toThrow('is not known')
})

it('leaves what was damaged, and says so', async () => {
  const [id = ''] = await add(before, 1)
  // Sealed for another row: somebody has moved it.
  await addModelSecrets(database.db, modelId, [
    { id: newId(), kind: 'key', name: 'moved', cipher: (await readCiphers()).get(id) ?? '' },
  ])
  expect(await rotateKeys(database.db, { secret, previousSecret })).toMatchObject({
    changed: 1,
    unreadable: 1,
  })
})
