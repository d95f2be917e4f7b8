import { describe, expect, it } from 'vitest'
import { moveWindow } from './move-window.ts'

describe('moveWindow', () => {
  it.each([
    ['b', -1, ['b', 'a', 'c']],
    ['b', 1, ['a', 'c', 'b']],
    ['a', -1, ['a', 'b', 'c']],
    ['c', 1, ['a', 'b', 'c']],
    ['gone', 1, ['a', 'b', 'c']],
  ] as const)('moves %s by %i', (id, by, expected) => {
    expect(moveWindow(['a', 'b', 'c'], id, by)).toEqual(expected)
  })
})
