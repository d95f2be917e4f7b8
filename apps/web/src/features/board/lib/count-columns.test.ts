import { describe, expect, it } from 'vitest'
import { buildSession } from '../../window/testing/build-window.ts'
import { countColumns, type ColumnChoice } from './count-columns.ts'
import { toHues } from './window-hue.ts'

describe('countColumns', () => {
  it.each([
    [1, 1164, 'auto', 1],
    [2, 1164, 'auto', 2],
    [3, 1164, 'auto', 3],
    [4, 1164, 'auto', 3],
    [4, 1464, 'auto', 4],
    [12, 3000, 'auto', 6],
    [3, 727, 'auto', 1],
    [3, 728, 'auto', 2],
    [3, 300, 'auto', 1],
    [5, 1600, 2, 2],
    [5, 800, 4, 2],
    [1, 1600, 3, 1],
    [0, 1600, 'auto', 1],
  ] as [number, number, ColumnChoice, number][])(
    'puts %i windows on %i px by choice %s into %i columns',
    (...[windowCount, width, choice, expected]) => {
      expect(countColumns({ windowCount, width, choice })).toBe(expected)
    },
  )
})

describe('toHues', () => {
  it('gives each window a hue that stays when windows are moved', () => {
    const { windows } = buildSession()
    const hues = toHues(windows)
    expect(new Set(hues.values()).size).toBe(3)
    expect(toHues([...windows].reverse())).toEqual(hues)
  })
})
