import { expect, it } from 'vitest'
import { splitBySize } from './split-by-size.ts'

const cut = (...lengths: number[]) => splitBySize(lengths, (length) => length)

it('keeps rows of ordinary length in one statement', () => {
  expect(cut(...Array<number>(100).fill(20_000))).toHaveLength(1)
})

it('starts a new statement where the texts would get too long for one, and keeps the order', () => {
  expect(cut(3_000_000, 1_000_000, 1, 3_999_999, 1)).toEqual([[3_000_000, 1_000_000], [1, 3_999_999], [1]])
})

it('gives a text that is too long by itself a statement of its own', () => {
  expect(cut(1, 9_000_000, 1)).toEqual([[1], [9_000_000], [1]])
})

it('makes no statement of no rows', () => {
  expect(cut()).toEqual([])
})
