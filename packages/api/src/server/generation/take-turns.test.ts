import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { takeTurns } from './take-turns.ts'

function setUp(count: number) {
  const take = takeTurns(4)
  const admitted: number[] = []
  const join = (from: number, to: number) => {
    for (let index = from; index < to; index += 1) void take().then(() => admitted.push(index))
  }
  join(0, count)
  return { admitted, join }
}

it('lets in a few at once, without waiting', async () => {
  const { admitted } = setUp(4)
  await Promise.resolve().then(() => undefined)
  expect(admitted).toEqual([0, 1, 2, 3])
})

it('lets in the others turn by turn, all of them and in order, also those that join meanwhile', async () => {
  const { admitted, join } = setUp(6)
  const counts: number[] = []
  for (let turn = 0; turn < 4; turn += 1) {
    await nextTurn()
    counts.push(admitted.length)
    if (turn === 0) join(6, 10)
  }
  expect(admitted).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  expect(Math.max(...counts.map((count, index) => count - (counts[index - 1] ?? 0)))).toBeLessThanOrEqual(8)
  expect(counts[0]).toBeLessThan(10)
})

it('lets in at once again after a quiet turn', async () => {
  const { admitted, join } = setUp(5)
  for (let turn = 0; turn < 3; turn += 1) await nextTurn()
  join(5, 9)
  await Promise.resolve().then(() => undefined)
  expect(admitted).toHaveLength(9)
})
