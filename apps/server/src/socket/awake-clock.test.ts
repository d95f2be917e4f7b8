import { expect, test } from 'vitest'
import { createAwakeClock } from './awake-clock.ts'

test('time passes as on any clock, but for a pause of the process', () => {
  let now = 1000
  const clock = createAwakeClock(2000, () => now)
  expect(clock()).toBe(0)
  now += 1500
  expect(clock()).toBe(1500)
  now += 60_000
  expect(clock()).toBe(3500)
  now += 1000
  expect(clock()).toBe(4500)
})
