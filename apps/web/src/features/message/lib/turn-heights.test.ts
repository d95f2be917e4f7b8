import { expect, test } from 'vitest'
import { createTurnHeights, findTurns, listLogItems, sumHeights } from './turn-heights.ts'

const keys = Array.from({ length: 10 }, (_, index) => `turn-${index}`)

test('a turn that was not seen yet is thought as high as the others are on average', () => {
  const heights = createTurnHeights()
  heights.note('turn-1', 100)
  heights.note('turn-2', 500)
  heights.note('turn-2', 300)
  expect(heights.of('turn-2')).toBe(300)
  expect(heights.of('turn-9')).toBe(200)
  expect(sumHeights(['turn-1', 'turn-2', 'turn-9'], heights)).toBe(600)
})

function allOf(height: number) {
  const heights = createTurnHeights()
  for (const key of keys) heights.note(key, height)
  return heights
}

test('the turns of a stretch are those of which something lies in it', () => {
  expect(findTurns(keys, allOf(100), { top: 250, bottom: 400 })).toEqual(['turn-2', 'turn-3'])
  expect(findTurns(keys, allOf(100), { top: 200, bottom: 401 })).toEqual(['turn-2', 'turn-3', 'turn-4'])
})

test('a stretch beyond either end has the turn that is nearest', () => {
  expect(findTurns(keys, allOf(100), { top: -500, bottom: -100 })).toEqual(['turn-0'])
  expect(findTurns(keys, allOf(100), { top: 5000, bottom: 6000 })).toEqual(['turn-9'])
  expect(findTurns([], allOf(100), { top: 0, bottom: 100 })).toEqual([])
})

test('a turn that is not rendered is a space as high as it is', () => {
  expect(listLogItems(keys.slice(0, 3), new Set(['turn-1']), allOf(100))).toEqual([
    { key: 'turn-0', index: 0, space: 100 },
    { key: 'turn-1', index: 1, space: null },
    { key: 'turn-2', index: 2, space: 100 },
  ])
})
