import {
  addModelSecrets,
  createModelConfig,
  findModelConfig,
  openDatabase,
  transact,
  updateModelConfig,
} from '@chatmore/db'
import { createTestDatabase, type TestDatabase } from '@chatmore/db/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createSecretBox } from './secret-box.ts'
import { sealSecret } from './seal-secret.ts'
import { updateModel } from './update-model.ts'

let database: TestDatabase
beforeAll(async () => void (database = await createTestDatabase()))
afterAll(() => database[Symbol.asyncDispose]())

const secretBox = createSecretBox({ secret: 'x'.repeat(32) })
const [here, there] = ['https://here.example.org/v1', 'https://there.example.org/v1']

const create = () =>
  createModelConfig(database.db, { name: 'Model', provider: 'openai', apiBase: here, model: 'm' })

/** One administrator changes the model while another moves it to another host, whose commit comes between read and write. */
async function changeWhileMoved(id: string, change: { apiKey?: string; apiBase?: string; name?: string }) {
  let commit = () => {}
  const moved = new Promise<void>((resolve) => (commit = resolve))
  let hasLocked = () => {}
  const locked = new Promise<void>((resolve) => (hasLocked = resolve))
  const moving = transact(database.db, async (tx) => {
    await updateModelConfig(tx, { id }, { apiBase: there })
    await addModelSecrets(tx, id, [sealSecret(secretBox, { kind: 'key', name: '', value: 'key of there' })])
    hasLocked()
    await moved
  })
  await locked
  const logQuery = (query: string) => {
    if (query.startsWith('update')) commit()
  }
  const slow = openDatabase(database.url, { logger: { logQuery } })
  try {
    return await updateModel({ database: slow.db, secretBox }, { id, ...change })
  } finally {
    commit()
    await moving
    await slow.close()
  }
}

it.each([{ apiKey: 'key of here' }, { apiBase: `${here}/openai` }])(
  'a key never meets another host than it was entered for, where two administrators change a model: %j',
  async (change) => {
    const { id } = await create()
    await expect(changeWhileMoved(id, change)).rejects.toMatchObject({ appCode: 'CONFLICT' })
    const stored = (await findModelConfig(database.db, id))!
    expect(stored.apiBase).toBe(there)
    expect(stored.secrets.map((key) => secretBox.open(key.id, key.cipher))).toEqual(['key of there'])
  },
)

it('what has nothing to do with the address is changed although another administrator moves it', async () => {
  const { id } = await create()
  expect(await changeWhileMoved(id, { name: 'Renamed' })).toMatchObject({ name: 'Renamed', apiBase: there })
})
