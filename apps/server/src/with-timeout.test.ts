import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { withTimeout } from './with-timeout.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

test('work that ends in time gives its result and leaves no timer', async () => {
  expect(await withTimeout(Promise.resolve(7), 1000)).toBe(7)
  expect(vi.getTimerCount()).toBe(0)
})

test('work that fails in time gives its failure', async () => {
  await expect(withTimeout(Promise.reject(new Error('broken')), 1000)).rejects.toThrow('broken')
})

test('work that takes too long is given up', async () => {
  const waiting = withTimeout(new Promise(() => undefined), 1000)
  const refused = expect(waiting).rejects.toThrow('No answer within 1000 ms')
  await vi.advanceTimersByTimeAsync(1000)
  await refused
})
