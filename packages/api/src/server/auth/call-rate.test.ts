import { describe, expect, it } from 'vitest'
import { AppError } from '../errors/app-error.ts'
import { createCallRate } from './call-rate.ts'

function createCounting(perSecond: number) {
  let now = 5_000_000
  const countCall = createCallRate(perSecond, () => now)
  const isAllowed = (key: string) => {
    try {
      countCall(key)
      return true
    } catch (error) {
      expect(error).toBeInstanceOf(AppError)
      expect(error).toMatchObject({ appCode: 'RATE_LIMITED' })
      return false
    }
  }
  return {
    countCall,
    isAllowed,
    countAllowed: (key: string, calls: number) =>
      Array.from({ length: calls }, () => isAllowed(key)).filter(Boolean).length,
    pass: (ms: number) => (now += ms),
  }
}

describe('the rate of calls', () => {
  it('lets a burst of four seconds pass, and no more', () => {
    expect(createCounting(50).countAllowed('ada', 1000)).toBe(200)
  })

  it('lets so many a second pass in the long run', () => {
    const { countAllowed, pass } = createCounting(50)
    countAllowed('ada', 1000)
    let allowed = 0
    for (let second = 0; second < 10; second += 1) {
      pass(1000)
      allowed += countAllowed('ada', 1000)
    }
    expect(allowed).toBe(500)
  })

  it('is each caller’s own', () => {
    const { countAllowed } = createCounting(50)
    countAllowed('ada', 1000)
    expect(countAllowed('grace', 1000)).toBe(200)
  })

  it('says how long to wait, and keeps the promise', () => {
    const { countAllowed, countCall, isAllowed, pass } = createCounting(2)
    countAllowed('ada', 8)
    expect(() => countCall('ada')).toThrow('too many calls: try again in a second')
    expect(() => countCall('ada')).toThrow(expect.objectContaining({ retryAfterMs: 500 }))
    pass(499)
    expect(isAllowed('ada')).toBe(false)
    pass(1)
    expect(isAllowed('ada')).toBe(true)
  })

  it('starts afresh for who was quiet for long', () => {
    const { countAllowed, pass } = createCounting(50)
    countAllowed('ada', 1000)
    pass(3_600_000)
    expect(countAllowed('ada', 1000)).toBe(200)
  })
})
