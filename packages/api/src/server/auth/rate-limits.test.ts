import { describe, expect, it } from 'vitest'
import { createRateLimits } from './rate-limits.ts'

const MINUTE = 60_000

function create() {
  let time = 0
  const limits = createRateLimits(() => time)
  return { limits, advance: (milliseconds: number) => (time += milliseconds) }
}

/** How many of so many tries were let through. */
function countPassed(tries: number, attempt: (index: number) => void): number {
  let passed = 0
  for (let index = 0; index < tries; index++) {
    try {
      attempt(index)
      passed += 1
    } catch (error) {
      expect(error).toMatchObject({ appCode: 'RATE_LIMITED' })
    }
  }
  return passed
}

describe('the rate limits', () => {
  it('let ten logins of one e-mail through, whatever address they come from, and say when to try again', () => {
    const { limits, advance } = create()
    const attempt = (index: number) => limits.countLogin('a@b.example', `10.0.0.${index}`)
    expect(countPassed(30, attempt)).toBe(10)
    expect(() => attempt(99)).toThrow('too many tries: try again in 15 minutes')
    expect(() => limits.countLogin('other@b.example', '10.0.0.99')).not.toThrow()
    advance(14 * MINUTE)
    expect(() => attempt(99)).toThrow('try again in 60 seconds')
    advance(MINUTE)
    expect(countPassed(30, attempt)).toBe(10)
  })

  it('let a hundred logins of one network through, whatever the e-mail', () => {
    const { limits } = create()
    expect(countPassed(120, (index) => limits.countLogin(`${index}@b.example`, '10.0.0.1'))).toBe(100)
  })

  it('forget the tries of an e-mail that has signed in, and that one try of its network', () => {
    const { limits } = create()
    const attempt = () => limits.countLogin('a@b.example', '10.0.0.1')
    for (let turn = 0; turn < 5; turn++) {
      expect(countPassed(9, attempt)).toBe(9)
      limits.forgiveLogin('a@b.example', '10.0.0.1')
    }
    const others = (index: number) => limits.countLogin(`${index}@b.example`, '10.0.0.1')
    expect(countPassed(100, others)).toBe(100 - 5 * 8)
  })

  it('count registrations apart from logins', () => {
    const { limits } = create()
    expect(countPassed(30, () => limits.countRegistration('a@b.example', '10.0.0.1'))).toBe(10)
    expect(() => limits.countLogin('a@b.example', '10.0.0.1')).not.toThrow()
  })
})
