import { describe, expect, it } from 'vitest'
import { retryDelay } from './retry-delay.ts'

describe('retryDelay', () => {
  it.each([
    [0, 400],
    [1, 800],
    [4, 6400],
    [5, 10_000],
    [1000, 10_000],
  ])('is at random from 200 ms to a limit that doubles: attempt %i at most %i ms', (attempt, limit) => {
    expect(retryDelay(attempt, () => 0)).toBe(200)
    expect(retryDelay(attempt, () => 1)).toBe(limit)
  })
})
