import { expect, it } from 'vitest'
import { createMinuteSum } from './minute-sum.ts'

it('counts what came in the last minute, and says when there will be room again', () => {
  const sum = createMinuteSum()
  expect([sum.total(0), sum.waitFor(1, 0)]).toEqual([0, 0])
  sum.add(2, 500)
  sum.add(1, 900)
  sum.add(4, 30_000)
  expect(sum.total(30_000)).toBe(7)
  expect(sum.waitFor(8, 30_000)).toBe(0)
  // The first three go with the end of their second, a minute later.
  expect(sum.waitFor(7, 30_000)).toBe(31_000)
  expect(sum.waitFor(4, 30_000)).toBe(61_000)
  expect(sum.total(60_999)).toBe(7)
  expect(sum.total(61_000)).toBe(4)
  expect(sum.total(91_000)).toBe(0)
})

it('keeps a number for each second of a minute, however much comes', () => {
  const sum = createMinuteSum()
  for (let at = 0; at < 600_000; at += 100) sum.add(1, at)
  expect(sum.total(600_000)).toBe(600)
})
