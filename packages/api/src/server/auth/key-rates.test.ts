import { expect, it } from 'vitest'
import { createKeyRates } from './key-rates.ts'

function createRates() {
  const clock = { at: 0 }
  const rates = createKeyRates(() => clock.at)
  /** What a request is refused with; null where it is let in. */
  const ask = (key: Parameters<typeof rates.count>[0]) => {
    try {
      rates.count(key)
      return null
    } catch (error) {
      return error as Error
    }
  }
  return { clock, rates, ask }
}

const free = { id: 'free', requestsPerMinute: null, tokensPerMinute: null }
const two = { id: 'two', requestsPerMinute: 2, tokensPerMinute: null }
const thrifty = { id: 'thrifty', requestsPerMinute: null, tokensPerMinute: 1000 }

it('lets so many requests of a key in within any minute, and tells which limit it is', () => {
  const { clock, ask } = createRates()
  expect([ask(two), ask(two)]).toEqual([null, null])
  clock.at = 10_000
  expect(ask(two)).toMatchObject({
    appCode: 'RATE_LIMITED',
    message: 'this API key may use 2 requests a minute: try again in 51 seconds',
    retryAfterMs: 51_000,
  })
  // What was refused does not count.
  clock.at = 61_000
  expect([ask(two), ask(two)]).toEqual([null, null])
  expect(ask(two)).not.toBeNull()
  expect(ask({ ...two, id: 'another' })).toBeNull()
  expect(ask({ ...two, requestsPerMinute: 3 })).toBeNull()
})

it('lets requests in for as long as the tokens of the minute are not used, and counts what they use then', () => {
  const { clock, rates, ask } = createRates()
  expect(ask(thrifty)).toBeNull()
  rates.noteTokens(thrifty, 999)
  expect(ask(thrifty)).toBeNull()
  rates.noteTokens(thrifty, 5000)
  expect(ask(thrifty)?.message).toBe('this API key may use 1,000 tokens a minute: try again in 61 seconds')
  clock.at = 61_000
  expect(ask(thrifty)).toBeNull()
})

it('counts nothing of a key without limits', () => {
  const { rates, ask } = createRates()
  for (let count = 0; count < 1000; count += 1) expect(ask(free)).toBeNull()
  rates.noteTokens(free, 1e9)
  expect(ask(free)).toBeNull()
})
