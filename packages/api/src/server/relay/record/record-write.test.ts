import { createModelConfig, createSession, createUser, findRelayModel, newId } from '@chatmore/db'
import { createTestDatabase, type TestDatabase } from '@chatmore/db/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Told } from './record-images.ts'
import { writeTurns } from './record-write.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database[Symbol.asyncDispose]())

const told = (role: Told['role'], content: string): Told => ({ role, content, images: [] })

it('waits for the answer that it follows where another instance is storing that, for some time', async () => {
  const { db } = database
  const account = { email: 'ada@example.org', nickname: 'Ada', passwordHash: 'hash', mayRegister: () => true }
  const scope = { userId: (await createUser(db, account))!.id }
  const values = { name: 'A model', provider: 'custom', apiBase: 'https://api.example.org/v1', model: 'm' }
  const { id: modelId } = await createModelConfig(db, values)
  const model = (await findRelayModel(db, scope, modelId))!
  const { id: sessionId } = await createSession(db, scope, { windows: [{ modelId, name: 'A model' }] })
  const parts = { database: db, scope, owner: newId(), uploads: { mostBytes: 0 } }
  const shared = { sessionId, systemMessage: null, params: {}, targets: [[model]] }
  const neverWaits = () => Promise.reject(new Error('There is nothing to wait for.'))
  const write = (history: Told[], wait: (ms: number) => Promise<unknown>) =>
    writeTurns(parts, { ...shared, history, input: told('user', 'Next') }, wait)

  const first = (await write([], neverWaits)).turns[0]!
  const history = [told('user', 'Next'), told('assistant', 'An answer')]
  const waits: number[] = []
  const second = (
    await write(history, async (ms) => {
      if (waits.push(ms) < 2) return
      await db.$client.query(
        "UPDATE messages SET status = 'done', content = 'An answer', lease_owner = NULL WHERE id = ?",
        [first.answer.id],
      )
    })
  ).turns[0]!
  expect(waits).toHaveLength(2)
  expect([second.slot.isNew, second.answer.windowId]).toEqual([false, first.answer.windowId])

  const longer = [...history, ...history]
  waits.length = 0
  const third = (await write(longer, async (ms) => void waits.push(ms))).turns[0]!
  expect(third.slot.isNew).toBe(true)
  expect(waits.reduce((sum, ms) => sum + ms)).toBeLessThanOrEqual(2000)
})
