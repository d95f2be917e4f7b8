import { expect, test } from 'vitest'
import { addToBucket, fromBucket, percentileOf, toBucket, type Buckets } from './time-buckets.ts'

const gather = (times: number[]): Buckets => {
  const buckets: Buckets = new Map()
  for (const time of times) addToBucket(buckets, toBucket(time), 1)
  return buckets
}

test('a time read back from its bucket is at most 9.1 % off, and half a millisecond of rounding', () => {
  for (let time = 1; time < 10_000_000; time = Math.ceil(time * 1.007)) {
    const off = Math.abs(fromBucket(toBucket(time)) - time)
    expect(off, `${time} ms`).toBeLessThanOrEqual(time * 0.0906 + 0.5)
  }
})

test('longer times are never in an earlier bucket', () => {
  for (let time = 0; time < 20_000; time += 1) {
    expect(toBucket(time + 1)).toBeGreaterThanOrEqual(toBucket(time))
  }
  expect([toBucket(-5), toBucket(0), toBucket(1), toBucket(Number.MAX_SAFE_INTEGER)]).toEqual([0, 0, 0, 140])
})

test.each([
  [[], 0.5, null],
  [[100], 0.5, 100],
  [[100], 0.95, 100],
  [[10, 20, 1000], 0.5, 20],
  [[10, 20, 1000], 0.95, 1000],
  [[...Array<number>(95).fill(200), ...Array<number>(5).fill(9000)], 0.95, 200],
  [[...Array<number>(94).fill(200), ...Array<number>(6).fill(9000)], 0.95, 9000],
])('of %j the part %f was within about %s', (times, part, expected) => {
  const found = percentileOf(gather(times), part)
  if (expected === null) return expect(found).toBeNull()
  expect(Math.abs((found ?? 0) - expected)).toBeLessThanOrEqual(expected * 0.0906 + 0.5)
})

test('buckets of many are as good as the times one by one', () => {
  const buckets: Buckets = new Map()
  addToBucket(buckets, toBucket(50), 90)
  addToBucket(buckets, toBucket(800), 10)
  addToBucket(buckets, toBucket(5000), 0)
  expect(buckets.size).toBe(2)
  expect(percentileOf(buckets, 0.9)).toBe(fromBucket(toBucket(50)))
  expect(percentileOf(buckets, 0.91)).toBe(fromBucket(toBucket(800)))
})
