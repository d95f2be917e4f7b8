import { expect, test } from 'vitest'
import { createShortMemory } from './short-memory.ts'

function open() {
  let now = 0
  let reads = 0
  const memory = createShortMemory(() => now)
  const recall = (name = 'name') => memory.recall(name, () => Promise.resolve((reads += 1)))
  return { memory, recall, pass: (ms: number) => void (now += ms) }
}

test('what was read is good for a second from when it was asked for, each by its name', async () => {
  const { recall, pass } = open()
  expect(await Promise.all([recall(), recall(), recall('other')])).toEqual([1, 1, 2])
  pass(999)
  expect(await recall()).toBe(1)
  pass(1)
  expect(await recall()).toBe(3)
})

test('nothing is remembered beyond a change, be it read while that was made', async () => {
  const { memory, recall } = open()
  await recall()
  memory.forget()
  const begun = recall()
  memory.forget()
  expect([await begun, await recall(), await recall()]).toEqual([2, 3, 3])
})

test('what is not there, and what failed, is read again', async () => {
  const { memory } = open()
  let reads = 0
  const readNothing = () => memory.recall('nothing', () => Promise.resolve((reads += 1) > 0 ? null : 0))
  expect([await readNothing(), await readNothing(), reads]).toEqual([null, null, 2])
  const fail = () => memory.recall('failure', () => Promise.reject(new Error(`failure ${(reads += 1)}`)))
  await expect(fail()).rejects.toThrow('failure 3')
  await expect(fail()).rejects.toThrow('failure 4')
})

test('it stays small', async () => {
  const { recall } = open()
  for (let name = 0; name < 2000; name += 1) await recall(`name ${name}`)
  expect(await recall('name 0')).toBe(1)
  await recall('one more')
  expect(await recall('name 0')).toBe(2002)
})
