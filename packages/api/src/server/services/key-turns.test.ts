import { addModelSecrets, createModelConfig, findModelConfig, newId, noteKeyRefusal } from '@chatmore/db'
import { createTestDatabase, type TestDatabase } from '@chatmore/db/testing'
import type { KeyRing } from '@chatmore/llm'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { createRecordingLog } from '../generation/testing/recording-log.ts'
import { createKeyTurns, type KeyTurns } from './key-turns.ts'

let database: TestDatabase
beforeAll(async () => void (database = await createTestDatabase()))
afterAll(() => database[Symbol.asyncDispose]())

const createTurns = () => createKeyTurns({ database: database.db, log: createRecordingLog() })

async function createModel(...names: string[]): Promise<string> {
  const { id } = await createModelConfig(database.db, {
    ...{ name: 'M', provider: 'x', apiBase: 'http://127.0.0.1:9/v1', model: 'm' },
  })
  const keys = names.map((name) => ({ id: newId(), kind: 'key' as const, name, cipher: 'v1:x' }))
  await addModelSecrets(database.db, id, keys)
  return id
}

const readKeys = async (modelId: string) => (await findModelConfig(database.db, modelId))?.secrets ?? []

/** The ring that a plan made now has; a key's value is its name. */
async function ringOf(turns: KeyTurns, modelId: string): Promise<KeyRing> {
  const keys = await readKeys(modelId)
  return turns.ring(
    modelId,
    keys.map((key) => ({ ...key, value: key.name })),
  )
}
const order = (ring: KeyRing) =>
  ring
    .order()
    .map(({ value }) => value)
    .join('')
const refuse = (ring: KeyRing, name: string, restMs: number | null) => {
  const key = ring.order().find(({ value }) => value === name)
  ring.noteRefusal(key!, { status: restMs === null ? 401 : 429, restMs })
}
const whenStored = (modelId: string, name: string, isRefused: boolean) =>
  vi.waitFor(
    async () => {
      const key = (await readKeys(modelId)).find((each) => each.name === name)
      expect((key?.setAsideAt ?? key?.restsUntil ?? null) !== null).toBe(isRefused)
    },
    { timeout: 30_000 },
  )

it('calls that begin at the same time begin with another key each', async () => {
  const turns = createTurns()
  const modelId = await createModel('a', 'b', 'c')
  const rings = await Promise.all([1, 2, 3, 4].map(() => ringOf(turns, modelId)))
  expect(rings.map(order)).toEqual(['abc', 'bca', 'cab', 'abc'])
})

it('a refused key is passed over at once by calls that were planned before, and by other instances', async () => {
  const [here, elsewhere] = [createTurns(), createTurns()]
  const modelId = await createModel('a', 'b')
  const [planned, refused] = [await ringOf(here, modelId), await ringOf(here, modelId)]
  refuse(refused, 'a', null)
  expect(order(planned)).toBe('b')
  await whenStored(modelId, 'a', true)
  expect(order(await ringOf(here, modelId))).toBe('b')
  expect(order(await ringOf(elsewhere, modelId))).toBe('b')
})

it('a key rests for as long as the endpoint says', async () => {
  const turns = createTurns()
  const modelId = await createModel('a', 'b')
  refuse(await ringOf(turns, modelId), 'a', 60_000)
  await whenStored(modelId, 'a', true)
  expect(order(await ringOf(turns, modelId))).toBe('b')
  const [{ id } = { id: '' }] = await readKeys(modelId)
  await noteKeyRefusal(database.db, id, { status: 429, restMs: 0 })
  expect([...order(await ringOf(turns, modelId))].sort()).toEqual(['a', 'b'])
})

it('where all are refused the one that comes back first is tried, and used again once it is taken', async () => {
  const turns = createTurns()
  const modelId = await createModel('a', 'b')
  const ring = await ringOf(turns, modelId)
  refuse(ring, 'a', null)
  refuse(ring, 'b', 3_600_000)
  await Promise.all([whenStored(modelId, 'a', true), whenStored(modelId, 'b', true)])
  const later = await ringOf(turns, modelId)
  const [last] = later.order()
  expect(last?.value).toBe('b')
  later.noteAnswer(last!)
  await whenStored(modelId, 'b', false)
  expect(order(await ringOf(turns, modelId))).toBe('b')
})
