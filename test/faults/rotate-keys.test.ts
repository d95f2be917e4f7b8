import { openDatabase, transact } from '@chatmore/db'
import { expect, it } from 'vitest'
import { createTestApp } from '../create-test-app.ts'
import { runServerProcess } from '../start-server-process.ts'
import { waitFor } from './support/wait-for.ts'

const MODELS = 9

it('goes on with a rotation of keys where kill -9 has ended it', { timeout: 180_000 }, async () => {
  await using app = await createTestApp()
  const models = []
  for (let index = 0; index < MODELS; index++)
    models.push(await app.createModel({ apiKey: `sk-key-${index}` }))
  const { db, close } = openDatabase(app.database.url)
  const ask = async (sql: string) => (await db.$client.query(sql))[0] as { id: string; cipher: string }[]
  const ciphers = async () => (await ask('SELECT id, cipher FROM model_secrets ORDER BY id')) ?? []
  const before = await ciphers()
  expect(before).toHaveLength(MODELS)
  const variables = {
    DATABASE_URL: app.database.url,
    CHATMORE_SECRET: 'the secret after it, 32 bytes or more',
    CHATMORE_SECRET_PREVIOUS: 'a secret of the tests, 32 bytes or more',
  }
  const rotate = (killing?: AbortSignal) => runServerProcess(variables, killing, ['rotate-keys'])
  const changed = async () =>
    (await ciphers()).filter(({ cipher }, index) => cipher !== before[index]?.cipher)

  // Someone who holds the fifth row stops it there.
  let letGo = () => {}
  const held = new Promise<void>((resolve) => (letGo = resolve))
  const holding = transact(db, async (tx) => {
    await tx.$client.query('SET @nothing = 0 /*M!100300 , SESSION idle_transaction_timeout = 0 */')
    await tx.$client.query('SELECT id FROM model_secrets WHERE id = ? FOR UPDATE', [before[4]?.id])
    await held
  })
  const killing = new AbortController()
  const killed = rotate(killing.signal)
  await waitFor('four keys are sealed anew', async () => (await changed()).length === 4)
  killing.abort()
  expect(await killed).toMatchObject({ code: null, output: '' })
  letGo()
  await holding
  expect(await changed()).toHaveLength(4)

  const finished = await rotate()
  expect(finished).toMatchObject({ code: 0 })
  expect(finished.output).toMatch(/^5 sealed anew under the secret [0-9a-f]{8}\.\n9 in all under/)
  expect(await changed()).toHaveLength(MODELS)
  expect(finished.output).not.toContain('sk-')
  // A server with the new secret alone reads all of them.
  const unknown = await runServerProcess({ ...variables, CHATMORE_SECRET_PREVIOUS: '' }, undefined, [
    'rotate-keys',
  ])
  expect(unknown).toMatchObject({ code: 0 })
  await close()
})
