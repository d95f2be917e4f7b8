import { describe, expect, it } from 'vitest'
import { findDropIndex, findVisible, layOutWindows, movePairEdge } from './lay-out-windows.ts'

const ids = (count: number) => Array.from({ length: count }, (_, index) => `w${index}`)
const room = { choice: 'auto' as const, shares: {}, folded: [] }
const widthsOf = (given: Partial<Parameters<typeof layOutWindows>[0]>) =>
  layOutWindows({ ...room, ids: ids(3), width: 1164, ...given }).places.map(({ width }) => Math.round(width))

describe('layOutWindows', () => {
  it.each([
    ['shares the width between windows that fit', { width: 1216 }, [400, 400, 400]],
    ['makes none narrower than can be read', { ids: ids(5), width: 1096 }, [360, 360, 360, 360, 360]],
    ['gives a phone’s width to each', { width: 300 }, [300, 300, 300]],
    ['keeps the widths that were dragged', { width: 1216, shares: { w0: 1.5, w1: 0.5 } }, [600, 360, 400]],
    ['lets no window be wider than the board', { width: 800, shares: { w0: 9 } }, [800, 396, 396]],
    ['gives the room of a folded window to the others', { width: 1060, folded: ['w1'] }, [500, 44, 500]],
    [
      'shows six columns where six were chosen and fit',
      { ids: ids(6), width: 2300, choice: 6 as const },
      Array(6).fill(377),
    ],
  ])('%s', (_name, given, expected) => {
    expect(widthsOf(given)).toEqual(expected)
  })

  it('puts one window after the other', () => {
    const { places } = layOutWindows({ ...room, ids: ids(3), width: 1216 })
    expect(places.map(({ left }) => left)).toEqual([0, 408, 816])
  })
})

describe('findVisible', () => {
  const { places } = layOutWindows({ ...room, ids: ids(7), width: 1464, folded: ['w1'] })
  it.each([
    [0, ['w0', 'w2', 'w3']],
    [474, ['w2', 'w3', 'w4']],
    [240, ['w2', 'w3']],
  ])('tells which windows are in view at %i', (offset, expected) => {
    expect(findVisible(places, { offset, width: 1464 })).toEqual(expected)
  })
})

describe('movePairEdge', () => {
  it.each([
    [100, { left: 600, right: 400 }],
    [200, { left: 700, right: 360 }],
    [-300, { left: 360, right: 640 }],
    [900, { left: 1000, right: 360 }],
  ])('moves the edge by %i', (by, expected) => {
    expect(movePairEdge({ left: 500, right: 500, by, most: 1000 })).toEqual(expected)
  })
})

describe('findDropIndex', () => {
  const { places } = layOutWindows({ ...room, ids: ids(3), width: 1216 })
  it.each([
    [-5, 0],
    [150, 0],
    [250, 1],
    [700, 2],
    [5000, 3],
  ])('puts a window held at %i before place %i', (x, expected) => {
    expect(findDropIndex(places, x)).toBe(expected)
  })
})
