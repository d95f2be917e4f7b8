import { describe, expect, it } from 'vitest'
import { createHistogram } from './histogram.ts'
import { median, percentile } from './median.ts'

describe('median', () => {
  it.each([
    [[3], 3],
    [[9, 1, 5], 5],
    [[4, 1, 3, 2], 2.5],
  ])('of %o is %d', (values, expected) => {
    expect(median(values)).toBe(expected)
  })
})

describe('percentiles', () => {
  const values = Array.from({ length: 1000 }, (_, index) => (index + 1) / 10)

  it('are the values below which that share lies', () => {
    expect(percentile(values, 0.5)).toBe(50)
    expect(percentile(values, 0.99)).toBe(99)
  })

  it('are nearly the same of a histogram, and none of an empty one', () => {
    const histogram = createHistogram()
    expect(histogram.percentile(0.5)).toBeNull()
    for (const value of values) histogram.add(value)
    expect(histogram.percentile(0.5)).toBeCloseTo(50, 1)
    expect(histogram.percentile(0.99)).toBeCloseTo(99, 1)
    expect(histogram.count).toBe(1000)
  })
})
